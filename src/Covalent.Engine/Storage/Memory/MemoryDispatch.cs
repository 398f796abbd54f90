using Covalent.Core.Execution;

namespace Covalent.Engine.Storage.Memory;

/// <summary>One dispatch in <see cref="MemoryStore"/>. Records are made when somebody asks.</summary>
internal sealed class MemoryDispatch
{
    private static readonly TaskOutcome Withdrawn = new() { Status = Status.Cancelled };
    private readonly MemoryNodes _ends;
    private readonly Dictionary<int, (NodeStart Start, long At)> _open = [];
    private readonly Dictionary<int, NodeEnd> _failed = [];
    private readonly Dictionary<int, HandleEntry> _handles = [];
    private readonly HashSet<int> _cancelRequested = [];
    private readonly long _createdAt;
    private readonly string? _trace;
    private DispatchChange _last;
    private long _startedAt;
    private bool _isCancelRequested;

    public MemoryDispatch(DispatchRegistration registration)
    {
        Key = registration.Key;
        Request = registration.Request;
        Owner = registration.Owner;
        _createdAt = registration.CreatedAt;
        _trace = registration.Trace;
        _ends = new MemoryNodes(Request.Graph.NodeCount);
        Status = Owner == 0 ? Status.NewObject : Status.Running;
        _startedAt = Owner == 0 ? 0 : _createdAt;
    }

    public DispatchKey Key { get; }

    public DispatchRequest Request { get; }

    public long Owner { get; private set; }

    public Status Status { get; private set; }

    public void SetStart(in NodeStart start, long at) => _open[start.Node] = (start, at);

    public void SetEnd(in NodeEnd end)
    {
        _ends.Set(end);
        _open.Remove(end.Node);
    }

    public void SetFailedAttempt(in NodeEnd end)
    {
        _failed[end.Node] = end;
        _open.Remove(end.Node);
    }

    public void Withdraw(int node) => _ends.Set(new NodeEnd(Key, node, 0, Status.Cancelled, Withdrawn));

    public void RequestCancel(int node)
    {
        _isCancelRequested |= node < 0;
        if (node >= 0)
        {
            _cancelRequested.Add(node);
        }
    }

    public void SetHandle(in HandleEntry handle) => _handles[handle.Node] = handle;

    public void Change(in DispatchChange change)
    {
        Status = change.Status;
        _startedAt = _startedAt == 0 ? change.At : _startedAt;
        _last = change;
    }

    public bool TryClaim(long from, long to)
    {
        if (Owner != from || Status.IsTerminal())
        {
            return false;
        }

        Owner = to;
        Status = Status == Status.NewObject ? Status.Starting : Status;
        return true;
    }

    public DispatchRecord ToRecord() => new()
    {
        Key = Key,
        RootId = Request.Parent?.RootDispatchId ?? Key.Id,
        Name = Request.Lattice.Name,
        Status = Status,
        CreatedAt = _createdAt,
        StartedAt = _startedAt,
        EndedAt = Status.IsTerminal() ? _last.At : 0,
        NodeCount = Request.Graph.NodeCount,
        CompletedCount = Status.IsTerminal() ? _last.Completed : 0,
        FailedCount = Status.IsTerminal() ? _last.Failed : 0,
        CancelledCount = Status.IsTerminal() ? _last.Cancelled : 0,
        Error = _last.Error,
        RedispatchOf = Request.RedispatchOf,
        Parent = Request.Parent,
        BundleId = Request.BundleId,
        FailFast = Request.FailFast,
        Priority = Request.Priority,
        IsCancelRequested = _isCancelRequested,
        Owner = Owner,
        Output = Request.Graph.Output,
        Trace = _trace,
    };

    public DispatchRecord Count(DispatchRecord record) => record with
    {
        CompletedCount = Count(Status.Completed) + (_startedAt == 0 ? 0 : Parameters()),
        FailedCount = Count(Status.Failed),
        CancelledCount = Count(Status.Cancelled),
    };

    public IReadOnlyList<NodeRecord> ReadEnds(IReadOnlyList<int>? nodes) => [.. Wanted(nodes).Select(_ends.Get).OfType<NodeRecord>()];

    public IReadOnlyList<NodeRecord> ReadNodes(IReadOnlyList<int>? nodes)
    {
        var records = new List<NodeRecord>();
        foreach (var node in Wanted(nodes))
        {
            if (_ends.Get(node) is { } record)
            {
                records.Add(record);
            }
            else if (_open.TryGetValue(node, out var open))
            {
                records.Add(new NodeRecord { Node = node, Status = Status.Running, Attempt = open.Start.Attempt, StartedAt = open.At });
            }
        }

        return records;
    }

    public NodeRecord? ReadNode(int node) => _ends.Get(node);

    public RunProgress ReadProgress()
    {
        var progress = new RunProgress();
        progress.Nodes.AddRange(Enumerable.Range(0, Request.Graph.NodeCount).Select(_ends.Get).OfType<NodeRecord>());
        foreach (var (node, (start, _)) in _open)
        {
            var handle = _handles.TryGetValue(node, out var saved) && saved.Attempt == start.Attempt ? saved.Json : null;
            progress.Open[node] = new OpenAttempt(start.Attempt, start.Deaths, handle);
        }

        foreach (var (node, end) in _failed)
        {
            if (!_open.ContainsKey(node) && _ends.Get(node) is null)
            {
                progress.Failed[node] = new FailedAttempt(end.Attempt, end.Outcome.EndedAt);
            }
        }

        progress.CancelRequested.UnionWith(_cancelRequested);
        return progress;
    }

    private IEnumerable<int> Wanted(IReadOnlyList<int>? nodes) => nodes?.Distinct().Order() ?? Enumerable.Range(0, Request.Graph.NodeCount);

    private int Count(Status status) => _ends.Count(status);

    private int Parameters() => Enumerable.Range(0, Request.Graph.NodeCount).Count(node => Request.Graph.KindOf(node) == NodeKind.Parameter);
}
