namespace Covalent.Cli.Commands.Dispatches;

/// <summary>What is known of a dispatch while it is watched. Thread-safe.</summary>
internal sealed class WatchState
{
    private readonly Lock _lock = new();
    private readonly Status[] _status;
    private readonly Dictionary<int, NodeProgressed> _progress = [];
    private DispatchSnapshot _dispatch;

    public WatchState(DispatchSnapshot dispatch, IReadOnlyList<NodeSnapshot> nodes)
    {
        _dispatch = dispatch;
        Nodes = nodes;
        _status = [.. nodes.Select(static node => node.Status)];
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
                case NodeStatusChanged change when change.NodeId < _status.Length:
                    _status[change.NodeId] = change.Status;
                    break;
                case NodeProgressed progress:
                    _progress[progress.NodeId] = progress;
                    break;
            }
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
                CompletedCount = Math.Max(_dispatch.CompletedCount, _status.Count(static s => s == Status.Completed)),
                FailedCount = Math.Max(_dispatch.FailedCount, _status.Count(static s => s == Status.Failed)),
                RunningCount = _dispatch.Status.IsTerminal() ? 0 : _status.Count(static s => s is Status.Running or Status.Dispatching),
            };
            return new WatchMoment(counted, [.. _status], new Dictionary<int, NodeProgressed>(_progress));
        }
    }
}

/// <summary>A watched dispatch at one moment.</summary>
internal sealed record WatchMoment(DispatchSnapshot Dispatch, IReadOnlyList<Status> Statuses, IReadOnlyDictionary<int, NodeProgressed> Progress);
