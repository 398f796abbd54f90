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
    private readonly long _owner;
    private readonly string _results;

    private EngineHost(IDispatchStore store, DispatcherSettings settings)
    {
        Store = store;
        Logger = settings.Logger;
        Dispatcher = new Dispatcher(settings, store);
        _owner = settings.Owner;
        _results = settings.Host.ResultsFolder;
        Resumption = new Resumption(store, Dispatcher, _owner, Logger);
    }

    public IDispatchStore Store { get; }

    public Dispatcher Dispatcher { get; }

    public Resumption Resumption { get; }

    public ILogger Logger { get; }

    public static async Task<EngineHost> OpenAsync(EmbeddedDispatcherOptions options, CancellationToken cancellationToken)
    {
        var store = options.Store?.Invoke() ?? (options.InMemory ? new MemoryStore() : new SqliteStore(options.DataFolder, options.Synchronous));
        try
        {
            await store.OpenAsync(cancellationToken).ConfigureAwait(false);
            var owner = await store.EnterOwnerAsync(store.Liveness.Announce(), cancellationToken).ConfigureAwait(false);
            var logger = options.Loggers.CreateLogger("Covalent.Engine");
            return new EngineHost(store, SettingsOf(options, owner, logger));
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Deletes the folder of a deleted dispatch's result files.</summary>
    /// <returns>Bytes freed.</returns>
    public long DeleteResults(string dispatchId)
    {
        var folder = new DirectoryInfo(Path.Combine(_results, Path.GetFileName(dispatchId)));
        if (!folder.Exists)
        {
            return 0;
        }

        var length = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        folder.Delete(recursive: true);
        return length;
    }

    public async ValueTask DisposeAsync()
    {
        Resumption.Dispose();
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        try
        {
            await Store.LeaveOwnerAsync(_owner, cleanly: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            // The entry then looks like that of an engine that died, which is taken over all the same.
            EngineLog.BackgroundWorkFailed(Logger, "Signing off", e);
        }

        await Store.DisposeAsync().ConfigureAwait(false);
    }

    private static DispatcherSettings SettingsOf(EmbeddedDispatcherOptions options, long owner, ILogger logger) => new()
    {
        Clock = options.Clock,
        Logger = logger,
        DefaultExecutor = options.DefaultExecutor,
        ForeignExecutor = options.ForeignExecutor,
        Executors = options.Executors,
        Owner = owner,
        MaxDeaths = options.MaxProcessDeaths,
        MaxConcurrency = options.MaxConcurrency,
        StopGrace = options.StopGrace,
        LargestResult = options.LargestResult,
        Strict = options.Strict,
        Observer = options.Observer,
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
