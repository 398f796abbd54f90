using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;
using Microsoft.Extensions.Logging;

namespace Covalent.Server.Hosting;

/// <summary>The engine as a server runs it: user code only in worker processes, whatever an executor says of itself.</summary>
internal sealed class ServerEngine : IAsyncDisposable
{
    private readonly ServerOptions _options;

    public ServerEngine(ServerOptions options, ILoggerFactory loggers)
    {
        _options = options;
        var configuration = options.Configuration;
        Bundles = new BundleStore(options.DataFolder, options.Clock);
        Registry = new ExecutorRegistry(new ConfiguredAttributes(configuration).For, PluginFolders(configuration), loggers.CreateLogger("Covalent.Executors")).AddBuiltIn();
        DefaultExecutor = new LocalExecutor { Mode = LocalExecutor.Process }.ToSpec();
        Dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            DataFolder = options.DataFolder,
            Synchronous = configuration.GetText("dispatcher.synchronous") == "full" ? StoreSynchronous.Full : StoreSynchronous.Normal,
            Retention = configuration.GetDuration("dispatcher.retention") is { Ticks: > 0 } age ? age : null,
            MaxConcurrency = configuration.GetInteger("dispatcher.concurrency") is > 0 and var most ? (int)most : null,
            Executors = Create,
            DefaultExecutor = DefaultExecutor,
            ForeignExecutor = DefaultExecutor,
            Bundles = Bundles,
            Clock = options.Clock,
            Loggers = loggers,
        });
    }

    public EmbeddedDispatcher Dispatcher { get; }

    public BundleStore Bundles { get; }

    public ExecutorRegistry Registry { get; }

    public ExecutorSpec DefaultExecutor { get; }

    /// <summary>Opens the store, migrating it where needed, so that what is wrong with it is known at once.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(() => Dispatcher.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => Dispatcher.DisposeAsync();

    /// <summary>The executor a spec describes; null when none has the name.</summary>
    public Executor? Create(ExecutorSpec spec)
    {
        var executor = _options.Executors?.Invoke(spec) ?? Registry.Create(spec);
        if (executor is LocalExecutor local)
        {
            local.Mode = LocalExecutor.Process;
        }

        return executor;
    }

    private static string[] PluginFolders(CovalentConfiguration configuration) => configuration.GetBoolean("sdk.plugin_load") == false
        ? []
        : (configuration.GetPath("sdk.executor_dir") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
