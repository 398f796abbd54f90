using System.Runtime.CompilerServices;
using Covalent.Core.Bundles;
using Covalent.Core.Client.Http;
using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;
using Microsoft.Extensions.Logging.Abstractions;

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
        return ConfiguredServer.Find(configuration) is { } server ? new HttpDispatcherClient(server) : CreateEmbedded(configuration);
    }

    private static EmbeddedDispatcher CreateEmbedded(CovalentConfiguration configuration)
    {
        var folder = configuration.DataFolder;
        var bundle = ApplicationBundle.For(folder, TimeProvider.System);
        // Known before the engine opens, because it decides which left-over dispatches this process may continue.
        var own = bundle.GetAsync().AsTask().GetAwaiter().GetResult();
        return new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            DataFolder = folder,
            Synchronous = configuration.GetText("dispatcher.synchronous") == "full" ? StoreSynchronous.Full : StoreSynchronous.Normal,
            Retention = configuration.GetDuration("dispatcher.retention") is { Ticks: > 0 } age ? age : null,
            Executors = RegistryOf(configuration).Create,
            OwnBundle = own.Manifest?.Id,
            ForeignExecutor = new LocalExecutor { Mode = LocalExecutor.Process }.ToSpec(),
            Bundles = new BundleStore(folder, TimeProvider.System),
            EnsureBundle = async token => (await bundle.GetAsync(token).ConfigureAwait(false)).Manifest?.Id,
        });
    }

    private static ExecutorRegistry RegistryOf(CovalentConfiguration configuration) => new ExecutorRegistry(
        new ConfiguredAttributes(configuration).For,
        configuration.GetBoolean("sdk.plugin_load") == false ? [] : (configuration.GetPath("sdk.executor_dir") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        NullLogger.Instance).AddBuiltIn();
}
