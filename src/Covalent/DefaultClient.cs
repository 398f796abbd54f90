using System.Runtime.CompilerServices;

namespace Covalent;

/// <summary>Gives <see cref="Workflow"/> the embedded engine of this package, set up from the configuration. It is made at first use.</summary>
internal static class DefaultClient
{
#pragma warning disable CA2255 // An explicit initialiser is how Core, which does not know the engine, gets one without scanning assemblies.
    [ModuleInitializer]
    internal static void Register() => ClientProvider.SetDefault(static () => EmbeddedClient.ForApplication(CovalentConfiguration.Load()));
#pragma warning restore CA2255
}
