using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent;

/// <summary>Embedded engines as the configuration describes them.</summary>
internal static class EmbeddedClient
{
    /// <summary>Options that every embedded engine shares, whoever uses it.</summary>
    public static EmbeddedDispatcherOptions Options(CovalentConfiguration configuration, string folder) => new()
    {
        DataFolder = folder,
        Synchronous = configuration.GetText("dispatcher.synchronous") == "full" ? StoreSynchronous.Full : StoreSynchronous.Normal,
        MaxConcurrency = configuration.GetInteger("dispatcher.concurrency") is > 0 and var most ? (int)most : null,
        Executors = Registry(configuration).Create,
        ForeignExecutor = new LocalExecutor { Mode = LocalExecutor.Process }.ToSpec(),
        Bundles = new BundleStore(folder, TimeProvider.System),
    };

    /// <summary>An engine for an application's own workflows.</summary>
    public static EmbeddedDispatcher ForApplication(CovalentConfiguration configuration)
    {
        var folder = configuration.DataFolder;
        var bundle = ApplicationBundle.For(folder, TimeProvider.System);
        // Known before the engine opens, because it decides which left-over dispatches this process may continue.
        var own = bundle.GetAsync().AsTask().GetAwaiter().GetResult();
        return new EmbeddedDispatcher(Options(configuration, folder) with
        {
            PrunedBundles = new BundleStore(folder, TimeProvider.System),
            Retention = configuration.GetDuration("dispatcher.retention") is { Ticks: > 0 } age ? age : null,
            OwnBundle = own.Manifest?.Id,
            EnsureBundle = async token => (await bundle.GetAsync(token).ConfigureAwait(false)).Manifest?.Id,
        });
    }

    /// <summary>An engine for looking at what others dispatched. It runs, continues and deletes only what it is told to.</summary>
    public static EmbeddedDispatcher ForTools(CovalentConfiguration configuration, string folder, ILoggerFactory loggers) =>
        new(Options(configuration, folder) with { ResumeAutomatically = false, ContinueWaitedFor = false, Loggers = loggers });

    /// <summary>The executors known here: built in, of referenced packages, of the plug-in folders.</summary>
    public static ExecutorRegistry Registry(CovalentConfiguration configuration) => Registry(configuration, NullLogger.Instance);

    /// <inheritdoc cref="Registry(CovalentConfiguration)"/>
    public static ExecutorRegistry Registry(CovalentConfiguration configuration, ILogger logger) => new ExecutorRegistry(
        new ConfiguredAttributes(configuration).For,
        configuration.GetBoolean("sdk.plugin_load") == false ? [] : (configuration.GetPath("sdk.executor_dir") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        logger).AddBuiltIn();
}
