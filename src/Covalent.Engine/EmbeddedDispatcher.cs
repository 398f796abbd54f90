using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Covalent.Core.Client;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.Dispatching;
using Covalent.Engine.Storage;

namespace Covalent.Engine;

/// <summary>A dispatcher inside this process. Opens its store when first used; several of them, in one process or in many, may share one data
/// folder. Thread-safe.</summary>
/// <remarks>Disposing it stops its tasks and leaves unfinished dispatches for the next dispatcher on the same folder.</remarks>
public sealed partial class EmbeddedDispatcher : IDispatcherClient, IApplicationBundles
{
    private static readonly TimeSpan ElsewherePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);
    private readonly EmbeddedDispatcherOptions _options;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly BackgroundWork _background = new();
    private volatile EngineHost? _host;
    private int _isResuming;

    /// <summary>Makes a dispatcher; nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">Options that cannot work; all problems are named.</exception>
    public EmbeddedDispatcher(EmbeddedDispatcherOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = options.Problems().ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        _options = options;
    }

    ValueTask<string?> IApplicationBundles.EnsureStoredAsync(CancellationToken cancellationToken) =>
        _options.EnsureBundle is { } ensure ? ensure(cancellationToken) : new ValueTask<string?>(_options.OwnBundle);

    /// <summary>The data folder, or <c>memory</c>.</summary>
    public string Location => _options.InMemory ? "memory" : _options.DataFolder;

    /// <summary>Registers a dispatch durably, without starting it. The same id registers once.</summary>
    public async Task RegisterAsync(DispatchRequest request, CancellationToken cancellationToken = default)
    {
        var host = await OpenForWorkAsync(request, cancellationToken).ConfigureAwait(false);
        await host.Dispatcher.RegisterAsync(request).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a registered dispatch; a second start reports the current status.</summary>
    public async Task<Status> StartAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        await host.Resumption.StartAsync(record, cancellationToken).ConfigureAwait(false);
        return (await GetAsync(dispatchId, cancellationToken).ConfigureAwait(false)).Status;
    }

    /// <summary>Registers and starts a dispatch in one durable step.</summary>
    public async Task SubmitAsync(DispatchRequest request, CancellationToken cancellationToken = default)
    {
        var host = await OpenForWorkAsync(request, cancellationToken).ConfigureAwait(false);
        await host.Dispatcher.SubmitAsync(request).WaitAsync(cancellationToken).ConfigureAwait(false);
        ResumeInBackground(host);
    }

    /// <summary>The dispatch as it is now.</summary>
    public async Task<DispatchSnapshot> GetAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return host.Dispatcher.TryGet(dispatchId)
            ?? await SnapshotAsync(host, (await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false)).Record, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The dispatch once it is terminal. One that was left by a dead engine is continued here.</summary>
    public async Task<DispatchSnapshot> WaitAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        while (!await host.Dispatcher.TryWaitAsync(dispatchId, cancellationToken).ConfigureAwait(false))
        {
            var (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
            if (record.Status.IsTerminal())
            {
                return Snapshots.Of(record);
            }

            if (!_options.ContinueWaitedFor)
            {
                ThrowOnLeftOver(await SnapshotAsync(host, record, cancellationToken).ConfigureAwait(false));
            }

            if (!_options.ContinueWaitedFor || !await TryTakeOverAsync(host, record, toCancel: false, cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(ElsewherePause, _options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }

        return Snapshots.Of((await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false)).Record);
    }

    /// <summary>The graph as registered.</summary>
    public async Task<TransportGraph> GetGraphAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (host.Dispatcher.TryGetGraph(dispatchId) is { } graph)
        {
            return graph;
        }

        var (_, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        return await host.Store.ReadGraphAsync(record.Key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was registered of the lattice.</summary>
    public async Task<LatticeInfo> GetLatticeAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        return await host.Store.ReadLatticeAsync(record.Key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What happens from now on, starting with the current state; ends after the terminal status. Dispatches that another process
    /// runs are looked at ten times a second.</summary>
    public async IAsyncEnumerable<DispatchEvent> WatchAsync(string dispatchId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (await host.Dispatcher.TryWatchAsync(dispatchId).ConfigureAwait(false) is not { } watcher)
        {
            await foreach (var e in WatchElsewhereAsync(dispatchId, cancellationToken).ConfigureAwait(false))
            {
                yield return e;
            }

            yield break;
        }

        try
        {
            await foreach (var e in watcher.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return e;
            }
        }
        finally
        {
            await host.Dispatcher.ForgetWatcherAsync(dispatchId, watcher).ConfigureAwait(false);
        }
    }

    /// <summary>Continues unfinished dispatches that no living engine owns: all, or the given one.</summary>
    /// <returns>The ids that go on, sublattices included.</returns>
    /// <exception cref="DispatchNotFoundException">The given one is not known.</exception>
    public async Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId = null, CancellationToken cancellationToken = default)
    {
        var host = dispatchId is null ? await OpenAsync(cancellationToken).ConfigureAwait(false) : (await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false)).Host;
        return await host.Resumption.ResumeAsync(dispatchId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes terminal dispatches, with their sublattices, and frees what only they used.</summary>
    public async Task<DeleteReport> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dispatchIds);
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await DeleteAsync(host, dispatchIds, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes terminal dispatches that ended longer ago than the given time.</summary>
    public async Task<DeleteReport> PurgeAsync(TimeSpan olderThan, CancellationToken cancellationToken = default)
    {
        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await PurgeAsync(host, olderThan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the tasks of this dispatcher and closes its store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _background.WhenAllAsync().ConfigureAwait(false);
        await _opening.WaitAsync().ConfigureAwait(false);
        if (_host is { } host)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
        _closing.Dispose();
    }

    private async ValueTask<EngineHost> OpenAsync(CancellationToken cancellationToken)
    {
        if (_host is { } open)
        {
            return open;
        }

        if (_closing.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(EmbeddedDispatcher), $"The dispatcher on {Location} was disposed of. Make a new one on the same folder; it knows everything this one did.");
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_host is null)
            {
                var host = await EngineHost.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
                _host = host;
                if (_options.Retention is { } retention)
                {
                    InBackground(host, "Deleting old dispatches", () => PurgeAsync(host, retention, _closing.Token));
                }

                if (_options.PrunedBundles is { } bundles)
                {
                    InBackground(host, "Deleting unused bundles", () => PruneAsync(bundles, _closing.Token));
                }
            }

            return _host;
        }
        finally
        {
            _opening.Release();
        }
    }

    private ValueTask<EngineHost> OpenForWorkAsync([NotNull] DispatchRequest? request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.DispatchId.Length is 0 or > 200 || request.DispatchId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ArgumentException($"'{request.DispatchId}' cannot be a dispatch id: use up to 200 letters, digits, '-' and '_', such as a UUID.", nameof(request));
        }

        UnbundledCode.Refuse(request, _options);
        return OpenAsync(cancellationToken);
    }

    private async ValueTask<(EngineHost Host, DispatchRecord Record)> FindAsync(string dispatchId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(dispatchId))
        {
            throw new ArgumentException("The dispatch id is empty. Pass the one that dispatching returned.", nameof(dispatchId));
        }

        var host = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var record = await host.Store.FindAsync(dispatchId, cancellationToken).ConfigureAwait(false) ?? throw new DispatchNotFoundException(dispatchId, Location);
        return (host, record);
    }

    private void ResumeInBackground(EngineHost host)
    {
        if (_options.ResumeAutomatically && !_options.InMemory && Interlocked.Exchange(ref _isResuming, 1) == 0)
        {
            InBackground(host, "Resuming unfinished dispatches", () => host.Resumption.ResumeAsync(null, _closing.Token));
        }
    }

    private void InBackground(EngineHost host, string what, Func<Task> work) => _background.Add(Task.Run(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            EngineLog.BackgroundWorkFailed(host.Logger, what, e);
        }
        catch (OperationCanceledException)
        {
            // The dispatcher is being disposed of; the next one does it.
        }
    }, CancellationToken.None));

    private async Task<bool> TryTakeOverAsync(EngineHost host, DispatchRecord record, bool toCancel, CancellationToken cancellationToken) =>
        record.Owner != 0
        && _options.MayTakeOver()
        && record.Parent is null
        && !await host.Resumption.IsOwnerAliveAsync(record, cancellationToken).ConfigureAwait(false)
        && (toCancel
            ? await host.Resumption.CancelLeftOverAsync(record.Key.Id, cancellationToken).ConfigureAwait(false)
            : await host.Resumption.ResumeAsync(record.Key.Id, cancellationToken).ConfigureAwait(false)).Count > 0;

    private static async Task<DispatchSnapshot> SnapshotAsync(EngineHost host, DispatchRecord record, CancellationToken cancellationToken) =>
        Snapshots.Of(await host.Store.CountAsync(record, cancellationToken).ConfigureAwait(false)) with
    {
        IsLeftOver = !record.Status.IsTerminal() && record.Owner != 0 && await host.Resumption.IsLeftOverAsync(record, cancellationToken).ConfigureAwait(false),
    };

    private static void ThrowOnLeftOver(DispatchSnapshot snapshot)
    {
        if (snapshot.IsLeftOver)
        {
            throw new InvalidOperationException($"Dispatch '{snapshot.DispatchId}' is {snapshot.Status.ToWord()}, and the process that ran it is gone, so it will not end by itself. Resume it, or start a server on the same data folder.");
        }
    }

    private async IAsyncEnumerable<DispatchEvent> WatchElsewhereAsync(string dispatchId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new Dictionary<int, Status>();
        var last = (Status?)null;
        while (true)
        {
            var (host, record) = await FindAsync(dispatchId, cancellationToken).ConfigureAwait(false);
            foreach (var node in await host.Store.ReadNodesAsync(record.Key, null, cancellationToken).ConfigureAwait(false))
            {
                if (!seen.TryGetValue(node.Node, out var before) || before != node.Status)
                {
                    seen[node.Node] = node.Status;
                    yield return new NodeStatusChanged(dispatchId, node.Node, node.Status);
                }
            }

            if (record.Status != last)
            {
                last = record.Status;
                var counted = await host.Store.CountAsync(record, cancellationToken).ConfigureAwait(false);
                yield return new DispatchStatusChanged(dispatchId, record.Status, counted.CompletedCount, record.NodeCount);
            }

            if (record.Status.IsTerminal())
            {
                yield break;
            }

            if (!_options.ContinueWaitedFor)
            {
                ThrowOnLeftOver(await SnapshotAsync(host, record, cancellationToken).ConfigureAwait(false));
            }

            await Task.Delay(ElsewherePause, _options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DeleteReport> PurgeAsync(EngineHost host, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var before = (_options.Clock.GetUtcNow() - olderThan).UtcTicks;
        var ids = await host.Store.ReadEndedBeforeAsync(before, cancellationToken).ConfigureAwait(false);
        var report = await DeleteAsync(host, ids, cancellationToken).ConfigureAwait(false);
        var swept = await host.Store.SweepAsync((_options.Clock.GetUtcNow() - OrphanAge).UtcTicks, cancellationToken).ConfigureAwait(false);
        return report with { FreedBytes = report.FreedBytes + swept };
    }

    private static async Task<DeleteReport> DeleteAsync(EngineHost host, IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken)
    {
        var (report, gone) = await host.Store.DeleteAsync(dispatchIds, cancellationToken).ConfigureAwait(false);
        return report with { FreedBytes = report.FreedBytes + gone.Sum(host.DeleteResults) };
    }
}
