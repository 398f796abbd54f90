using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Memory;
using Covalent.Engine.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Covalent.Engine.Dispatching;

/// <summary>An open engine: its store, its entry among the owners with the lock that proves it alive, and its dispatcher.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly EngineLock? _lock;
    private readonly long _owner;

    private EngineHost(IDispatchStore store, Dispatcher dispatcher, EngineLock? engineLock, long owner, string locks, ILogger logger)
    {
        Store = store;
        Dispatcher = dispatcher;
        _lock = engineLock;
        _owner = owner;
        Resumption = new Resumption(store, dispatcher, owner, locks, logger);
    }

    public IDispatchStore Store { get; }

    public Dispatcher Dispatcher { get; }

    public Resumption Resumption { get; }

    public static async Task<EngineHost> OpenAsync(EmbeddedDispatcherOptions options, CancellationToken cancellationToken)
    {
        IDispatchStore store = options.InMemory ? new MemoryStore() : new SqliteStore(options.DataFolder, options.Synchronous);
        EngineLock? engineLock = null;
        try
        {
            await store.OpenAsync(cancellationToken).ConfigureAwait(false);
            var locks = Path.Combine(options.DataFolder, "engines");
            engineLock = options.InMemory ? null : EngineLock.Create(locks);
            var owner = await store.EnterOwnerAsync(engineLock?.ToOwner() ?? Nobody, cancellationToken).ConfigureAwait(false);
            var logger = options.Loggers.CreateLogger("Covalent.Engine");
            return new EngineHost(store, new Dispatcher(SettingsOf(options, owner, logger), store), engineLock, owner, locks, logger);
        }
        catch
        {
            engineLock?.Dispose();
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        await Store.LeaveOwnerAsync(_owner, cleanly: true, CancellationToken.None).ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
        _lock?.Dispose();
    }

    private static OwnerRecord Nobody { get; } = new(0, "", 0, 0, "");

    private static DispatcherSettings SettingsOf(EmbeddedDispatcherOptions options, long owner, ILogger logger) => new()
    {
        Clock = options.Clock,
        Logger = logger,
        DefaultExecutor = options.DefaultExecutor,
        ForeignExecutor = options.ForeignExecutor,
        Executors = options.Executors,
        Owner = owner,
        MaxDeaths = options.MaxProcessDeaths,
        StopGrace = options.StopGrace,
        Strict = options.Strict,
        Host = new ExecutorHost
        {
            Clock = options.Clock,
            Loggers = options.Loggers,
            DataFolder = options.DataFolder,
            ResultsFolder = Path.Combine(options.DataFolder, "results"),
            OwnBundle = options.OwnBundle,
            Bundles = options.Bundles ?? NoBundles.Instance,
            Executors = options.Executors,
        },
    };
}
