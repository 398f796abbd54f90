namespace Covalent.Cli.Commands.Dispatches;

/// <summary>What is known of a dispatch while it is watched. Thread-safe.</summary>
internal sealed class WatchState
{
    private readonly Lock _lock = new();
    private readonly NodeMoment[] _nodes;
    private readonly Dictionary<int, WatchState> _children = [];
    private readonly HashSet<int> _seenRunning = [];
    private DispatchSnapshot _dispatch;

    public WatchState(DispatchSnapshot dispatch, IReadOnlyList<NodeSnapshot> nodes)
    {
        _dispatch = dispatch;
        Nodes = nodes;
        _nodes = [.. nodes.Select(static node => new NodeMoment(node.Status) { Attempt = node.Attempts, Failure = node.Failure?.Message })];
    }

    /// <summary>The nodes as they were when watching began: names, kinds, executors.</summary>
    public IReadOnlyList<NodeSnapshot> Nodes { get; }

    public DispatchSnapshot Dispatch
    {
        get
        {
            lock (_lock)
            {
                return _dispatch;
            }
        }
    }

    /// <summary>Takes note of an event.</summary>
    public void Apply(DispatchEvent e)
    {
        lock (_lock)
        {
            switch (e)
            {
                case DispatchStatusChanged change:
                    _dispatch = _dispatch with { Status = change.Status, CompletedCount = change.CompletedCount };
                    break;
                case NodeStatusChanged change when change.NodeId < _nodes.Length:
                    Apply(change);
                    break;
                case NodeProgressed progress when progress.NodeId < _nodes.Length:
                    _nodes[progress.NodeId] = _nodes[progress.NodeId] with { Progress = progress };
                    break;
            }
        }
    }

    /// <summary>Takes note of why a node failed.</summary>
    public void Fail(int node, string message)
    {
        lock (_lock)
        {
            _nodes[node] = _nodes[node] with { Failure = message };
        }
    }

    /// <summary>Takes note of the dispatch that a sublattice node became.</summary>
    public void Add(int node, WatchState child)
    {
        lock (_lock)
        {
            _children[node] = child;
        }
    }

    public void Finish(DispatchSnapshot dispatch)
    {
        lock (_lock)
        {
            _dispatch = dispatch;
        }
    }

    /// <summary>One moment of it.</summary>
    public WatchMoment Read()
    {
        lock (_lock)
        {
            var counted = _dispatch with
            {
                CompletedCount = Math.Max(_dispatch.CompletedCount, _nodes.Count(static node => node.Status == Status.Completed)),
                FailedCount = Math.Max(_dispatch.FailedCount, _nodes.Count(static node => node.Status == Status.Failed)),
                RunningCount = _dispatch.Status.IsTerminal() ? 0 : _nodes.Count(static node => node.Status is Status.Running or Status.Dispatching),
            };
            return new WatchMoment(counted, [.. _nodes], new Dictionary<int, WatchState>(_children));
        }
    }

    // A node that runs and is told to run again begins another attempt. What it is when watching begins is told once more.
    private void Apply(NodeStatusChanged change)
    {
        var before = _nodes[change.NodeId];
        var isAgain = change.Status == Status.Running && !_seenRunning.Add(change.NodeId);
        _nodes[change.NodeId] = before with
        {
            Status = change.Status,
            Attempt = isAgain ? before.Attempt + 1 : change.Status == Status.Running ? Math.Max(1, before.Attempt) : before.Attempt,
            Progress = isAgain ? null : before.Progress,
        };
    }
}

/// <summary>A watched dispatch at one moment.</summary>
/// <param name="Dispatch">Its status and counts.</param>
/// <param name="Nodes">By node id.</param>
/// <param name="Children">Dispatches of sublattices, by the node that they belong to.</param>
internal sealed record WatchMoment(DispatchSnapshot Dispatch, IReadOnlyList<NodeMoment> Nodes, IReadOnlyDictionary<int, WatchState> Children);

/// <summary>A watched node at one moment.</summary>
/// <param name="Status">Its status.</param>
internal sealed record NodeMoment(Status Status)
{
    /// <summary>Number of the attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>What it told last; null for nothing.</summary>
    public NodeProgressed? Progress { get; init; }

    /// <summary>Why it failed, as far as that is known.</summary>
    public string? Failure { get; init; }
}
