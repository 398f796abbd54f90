using Covalent.Engine.State;

namespace Covalent.Engine.Dispatching;

/// <summary>A cancel request being carried out; done when every node it named is final.</summary>
internal sealed class CancelOperation
{
    private readonly DispatchRun _run;
    private readonly HashSet<int> _open;
    private readonly List<int> _targets;
    private readonly List<int> _before;
    private readonly bool _whole;

    /// <param name="run">The dispatch.</param>
    /// <param name="nodes">The nodes; null for all.</param>
    public CancelOperation(DispatchRun run, IReadOnlyList<int>? nodes)
    {
        _run = run;
        _whole = nodes is null;
        var candidates = nodes ?? [.. Enumerable.Range(0, run.Graph.NodeCount).Where(node => run.Graph.KindOf(node) != NodeKind.Parameter)];
        // Of a dispatch that has ended nothing will run, whatever never became ready.
        var isOver = run.Machine.Status.IsTerminal();
        _before = [.. candidates.Where(node => isOver || run.Machine.PhaseOf(node).IsTerminal())];
        _targets = [.. candidates.Where(node => !isOver && !run.Machine.PhaseOf(node).IsTerminal())];
        _open = [];
    }

    public TaskCompletionSource<CancelReport> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes note, after the machine has heard of the request, of what has still to stop.</summary>
    public void Begin()
    {
        _open.UnionWith(_targets.Where(node => _run.Machine.PhaseOf(node).IsActive()));
        HasBegun = true;
    }

    public bool HasBegun { get; private set; }

    /// <summary>Takes note of a node that became final.</summary>
    public void NodeEnded(int node) => _open.Remove(node);

    public bool IsDone => _open.Count == 0;

    public CancelReport Report()
    {
        var notStopped = _targets.Where(_run.NotStopped.Contains).ToList();
        var cancelled = _targets.Where(node => IsCancelled(node) && !_run.NotStopped.Contains(node)).ToList();
        return new CancelReport(_run.Id, _run.Machine.Status, cancelled, notStopped, _before);
    }

    // Of a cancelled dispatch, nodes that never became ready will not run either.
    private bool IsCancelled(int node) => _run.Machine.PhaseOf(node) is var phase && (phase == NodePhase.Cancelled || (_whole && phase == NodePhase.Waiting));
}
