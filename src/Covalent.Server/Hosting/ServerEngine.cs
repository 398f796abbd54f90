using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Executors;
using Covalent.Persistence.Postgres;
using Covalent.Server.Live;
using Covalent.Server.Persistence;

namespace Covalent.Server.Hosting;

/// <summary>The engine as a server runs it: user code only in worker processes, whatever an executor says of itself.</summary>
internal sealed class ServerEngine : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly SharedBundles? _sharedBundles;
    private volatile bool _leads;
    private readonly ILoggerFactory _loggers;
    private volatile EmbeddedDispatcher _dispatcher;

    public ServerEngine(ServerOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
        Monitor = new EngineMonitor(options.Clock);
        Bundles = new BundleStore(options.DataFolder, options.Clock);
        Registry = new ExecutorRegistry(new ConfiguredAttributes(options.Configuration).For, PluginFolders(options.Configuration), loggers.CreateLogger("Covalent.Executors")).AddBuiltIn();
        DefaultExecutor = new LocalExecutor { Mode = LocalExecutor.Process }.ToSpec();
        Shared = options.Database is { } database
            ? new PostgresStore(PostgresAddress.Parse(database), new PostgresStoreOptions
            {
                Lease = options.Lease,
                SpoolFolder = Path.Combine(options.DataFolder, Spool.FolderName),
                Clock = options.Clock,
                Loggers = loggers,
            })
            : null;
        _sharedBundles = Shared is null ? null : new SharedBundles(Bundles, new PostgresBundles(Shared), options.DataFolder);
        _dispatcher = NewDispatcher();
    }

    public EmbeddedDispatcher Dispatcher => _dispatcher;

    public EngineMonitor Monitor { get; }

    /// <summary>The database shared with other servers; null when this one has its own.</summary>
    public PostgresStore? Shared { get; }

    /// <summary>Whether this server, and no other on the same database, runs dispatches and triggers.</summary>
    public bool Leads => _leads;

    private StoreSynchronous Synchronous => _options.Configuration.GetText("dispatcher.synchronous") == "full" ? StoreSynchronous.Full : StoreSynchronous.Normal;

    public BundleStore Bundles { get; }

    public ExecutorRegistry Registry { get; }

    public ExecutorSpec DefaultExecutor { get; }

    /// <summary>Opens the store, migrating it where needed, so that what is wrong with it is known at once.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(() => Dispatcher.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken), cancellationToken);

    /// <summary>From now on this server leads.</summary>
    public void Lead() => _leads = true;

    /// <summary>Makes sure that the code of a dispatch is wherever the dispatch may run, before it is taken.</summary>
    public Task ShareBundleAsync(string? bundleId, CancellationToken cancellationToken) =>
        bundleId is null || _sharedBundles is null ? Task.CompletedTask : _sharedBundles.PublishAsync(bundleId, cancellationToken);

    /// <summary>Opens the triggers, once the store is open.</summary>
    public ITriggerStore OpenTriggers() => Shared is null ? SqliteTriggers.Open(_options.DataFolder, Synchronous) : new PostgresTriggers(Shared);

    /// <summary>Why the engine does not work; null when it does.</summary>
    public async Task<StorageException?> ProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Dispatcher.GetAsync("-", cancellationToken);
            return null;
        }
        catch (DispatchNotFoundException)
        {
            return null;
        }
        catch (StorageException e)
        {
            return e.IsTransient ? null : e;
        }
    }

    /// <summary>Replaces an engine that has stopped by a fresh one on the same folder.</summary>
    /// <exception cref="CovalentException">The store still cannot be used; the next call tries again.</exception>
    public async Task ReopenAsync(CancellationToken cancellationToken)
    {
        var stopped = _dispatcher;
        _dispatcher = NewDispatcher();
        await stopped.DisposeAsync();
        await OpenAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync();
        _sharedBundles?.Dispose();
    }

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

    private EmbeddedDispatcher NewDispatcher() => new(new EmbeddedDispatcherOptions
    {
        DataFolder = _options.DataFolder,
        Store = Shared is { } shared ? () => shared : null,
        MayTakeOver = () => Leads,
        Synchronous = Synchronous,
        MaxConcurrency = _options.Configuration.GetInteger("dispatcher.concurrency") is > 0 and var most ? (int)most : null,
        LargestResult = _options.LargestResult,
        Executors = Create,
        DefaultExecutor = DefaultExecutor,
        ForeignExecutor = DefaultExecutor,
        Bundles = _sharedBundles ?? (IBundleSource)Bundles,
        Clock = _options.Clock,
        Loggers = _loggers,
        Observer = Monitor,
        // The server resumes at its start, and says so in its log.
        ResumeAutomatically = false,
    });

    private static string[] PluginFolders(CovalentConfiguration configuration) => configuration.GetBoolean("sdk.plugin_load") == false
        ? []
        : (configuration.GetPath("sdk.executor_dir") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
