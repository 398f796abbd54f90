using System.Runtime.CompilerServices;
using Covalent.Core.Client.Http;

namespace Covalent;

/// <summary>Gives <see cref="Workflow"/> the server that the configuration names, or else the embedded engine of this package. It is made at first use.</summary>
internal static class DefaultClient
{
#pragma warning disable CA2255 // An explicit initialiser is how Core, which does not know the engine, gets one without scanning assemblies.
    [ModuleInitializer]
    internal static void Register() => ClientProvider.SetDefault(Create);
#pragma warning restore CA2255

    private static IDispatcherClient Create()
    {
        var configuration = CovalentConfiguration.Load();
        return ConfiguredServer.Find(configuration) is { } server ? new HttpDispatcherClient(server) : EmbeddedClient.ForApplication(configuration);
    }
}
