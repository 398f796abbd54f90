namespace Covalent.Engine.Dispatching;

/// <content>Answers about what this engine runs. Null answers mean that it does not run the dispatch.</content>
internal sealed partial class Dispatcher
{
    /// <summary>The dispatch as it stood after the last commit. Waits for nothing, however busy the engine is.</summary>
    public DispatchSnapshot? TryGet(string dispatchId)
    {
        ThrowIfHalted();
        return _shown.TryGetValue(dispatchId, out var run) ? run.Shown : null;
    }

    public TransportGraph? TryGetGraph(string dispatchId) => _shown.GetValueOrDefault(dispatchId)?.Graph;

    /// <summary>Where the nodes asked for stand, all when null.</summary>
    public Task<IReadOnlyList<LiveNode>?> TryGetNodesAsync(string dispatchId, IReadOnlyList<int>? nodes) => !_shown.ContainsKey(dispatchId)
        ? Task.FromResult<IReadOnlyList<LiveNode>?>(null)
        : AskAsync<IReadOnlyList<LiveNode>?>(answer =>
        {
            ThrowIfHalted();
            var states = _runs.TryGetValue(dispatchId, out var run) ? StatesOf(run, nodes) : null;
            AfterCommit(answer, () => states);
        });

    /// <summary>Waits until a dispatch is terminal.</summary>
    /// <returns>False at once when this engine does not run it.</returns>
    public async Task<bool> TryWaitAsync(string dispatchId, CancellationToken cancellationToken)
    {
        var end = await AskAsync<Task?>(answer =>
        {
            ThrowIfHalted();
            Task? end = null;
            if (_runs.TryGetValue(dispatchId, out var run))
            {
                var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                run.Waiters.Add(waiter);
                end = waiter.Task;
            }

            AfterCommit(answer, () => end);
        }).ConfigureAwait(false);
        if (end is null)
        {
            return false;
        }

        await end.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task<DispatchWatcher?> TryWatchAsync(string dispatchId) => AskAsync<DispatchWatcher?>(answer =>
    {
        ThrowIfHalted();
        DispatchWatcher? watcher = null;
        if (_runs.TryGetValue(dispatchId, out var run))
        {
            watcher = new DispatchWatcher();
            var now = new DispatchStatusChanged(run.Id, run.Machine.Status, run.Machine.CompletedCount, run.Graph.NodeCount);
            var states = StatesOf(run, null).Where(state => state.Status != Status.NewObject).ToList();
            run.ComingWatchers++;
            _effects.Add(new Effect(() => Introduce(run, watcher, now, states), watcher.End));
        }

        AfterCommit(answer, () => watcher);
    });

    public Task ForgetWatcherAsync(string dispatchId, DispatchWatcher watcher) => AskAsync<bool>(answer =>
    {
        if (_runs.TryGetValue(dispatchId, out var run))
        {
            run.Watchers.Remove(watcher);
        }

        AfterCommit(answer, () => true);
    });

    private static void Introduce(DispatchRun run, DispatchWatcher watcher, DispatchStatusChanged now, List<LiveNode> states)
    {
        watcher.Tell(now);
        foreach (var (node, status, _, _) in states)
        {
            watcher.Tell(new NodeStatusChanged(run.Id, node, status));
        }

        run.Watchers.Add(watcher);
        run.ComingWatchers--;
    }

    private static List<LiveNode> StatesOf(DispatchRun run, IReadOnlyList<int>? nodes) =>
        [.. (nodes ?? Enumerable.Range(0, run.Graph.NodeCount)).Where(node => (uint)node < (uint)run.Graph.NodeCount)
            .Select(node => new LiveNode(node, run.Machine.StatusOf(node), run.Machine.AttemptOf(node), run.InFlight.GetValueOrDefault(node)?.StartedAt ?? 0))];

    // What a pass changed is shown once it is durable, before anybody is told of it.
    private void Show()
    {
        foreach (var run in _changed)
        {
            run.IsChanged = false;
            if (_runs.TryGetValue(run.Id, out var current) && ReferenceEquals(current, run))
            {
                run.Shown = Snapshot(run);
                _shown[run.Id] = run;
            }
            else
            {
                _shown.TryRemove(new KeyValuePair<string, DispatchRun>(run.Id, run));
            }
        }

        _changed.Clear();
    }

    private void NoteChange(DispatchRun run)
    {
        if (!run.IsChanged)
        {
            run.IsChanged = true;
            _changed.Add(run);
        }
    }

    private static DispatchSnapshot Snapshot(DispatchRun run) => new()
    {
        DispatchId = run.Id,
        RootDispatchId = run.RootId,
        Name = run.Name,
        Status = run.Machine.Status,
        CreatedAt = new DateTimeOffset(run.CreatedAt, TimeSpan.Zero),
        StartedAt = run.StartedAt == 0 ? null : new DateTimeOffset(run.StartedAt, TimeSpan.Zero),
        NodeCount = run.Graph.NodeCount,
        CompletedCount = run.Machine.CompletedCount,
        FailedCount = run.Machine.FailedCount,
        CancelledCount = run.Machine.CancelledCount,
        RunningCount = run.Machine.InFlightCount,
        RedispatchOf = run.RedispatchOf,
        Parent = run.Parent,
    };
}
