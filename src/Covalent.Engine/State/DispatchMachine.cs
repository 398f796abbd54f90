namespace Covalent.Engine.State;

/// <summary>The only place where a dispatch changes state: events in, commands out. Reads no clock, no disk and no network, starts no task.</summary>
/// <remarks>
/// State is held in flat arrays, seven bytes a node. An event that the state does not allow changes nothing: it is refused, or thrown
/// with the history of events when the machine is strict. Not thread-safe.
/// </remarks>
internal sealed partial class DispatchMachine
{
    private readonly TransportGraph _graph;
    private readonly NodePhase[] _phase;
    private readonly int[] _pending;
    private readonly ushort[] _attempt;
    private readonly bool _failFast;
    private readonly List<MachineEvent>? _history;
    private bool _closing;

    /// <param name="graph">Nodes and edges.</param>
    /// <param name="failFast">Whether the first failure stops the dispatch.</param>
    /// <param name="strict">Whether an illegal event is thrown with its history instead of being refused.</param>
    public DispatchMachine(TransportGraph graph, bool failFast = false, bool strict = false)
    {
        _graph = graph;
        _failFast = failFast;
        _history = strict ? [] : null;
        _phase = new NodePhase[graph.NodeCount];
        _attempt = new ushort[graph.NodeCount];
        _pending = new int[graph.NodeCount];
        for (var node = 0; node < _pending.Length; node++)
        {
            _pending[node] = graph.ParentsOf(node).Length;
        }
    }

    /// <summary>Where the dispatch stands.</summary>
    public Status Status { get; private set; } = Status.NewObject;

    /// <summary>Whether the whole dispatch was cancelled.</summary>
    public bool IsCancelRequested { get; private set; }

    public int CompletedCount { get; private set; }

    public int FailedCount { get; private set; }

    public int CancelledCount { get; private set; }

    /// <summary>Nodes that are ready, with their executor, backing off or waiting for their child.</summary>
    public int ActiveCount { get; private set; }

    /// <summary>Nodes whose attempt is with the executor.</summary>
    public int InFlightCount { get; private set; }

    public NodePhase PhaseOf(int node) => _phase[node];

    public Status StatusOf(int node) => _phase[node].ToStatus(_attempt[node]);

    /// <summary>Attempts made so far; the number of the current one while it runs.</summary>
    public int AttemptOf(int node) => _attempt[node];

    /// <summary>Applies an event and appends what is to be done to <paramref name="commands"/>.</summary>
    /// <returns>False when the state does not allow the event; nothing changed then.</returns>
    public bool Apply(in MachineEvent e, List<MachineCommand> commands)
    {
        _history?.Add(e);
        var allowed = e.Kind switch
        {
            EventKind.Begin => Begin(commands),
            EventKind.CancelAll => CancelAll(commands),
            _ => !Status.IsTerminal() && Status != Status.NewObject && ApplyToNode(e, commands),
        };
        if (allowed)
        {
            EndIfDone(commands);
        }
        else if (_history is not null)
        {
            throw Illegal(e);
        }

        return allowed;
    }

    /// <summary>Ends the dispatch as failed, whatever its nodes do: the engine itself failed over it.</summary>
    public void Abort() => Status = Status.Failed;

    private bool ApplyToNode(in MachineEvent e, List<MachineCommand> commands)
    {
        var node = e.Node;
        var phase = _phase[node];
        switch (e.Kind)
        {
            case EventKind.AttemptStarted when phase == NodePhase.Ready:
                _attempt[node]++;
                return Move(node, NodePhase.Running);
            case EventKind.AttemptCompleted when phase is NodePhase.Running or NodePhase.Stopping:
            case EventKind.Satisfied when phase == NodePhase.Ready:
                return Complete(node, commands);
            case EventKind.AttemptFailed when phase.IsInFlight():
                return EndAttempt(node, phase, e.MayRetry, commands);
            case EventKind.AttemptCancelled when phase.IsInFlight():
                return phase == NodePhase.Expiring ? EndAttempt(node, phase, e.MayRetry, commands) : Move(node, NodePhase.Cancelled);
            case EventKind.Refused when phase == NodePhase.Ready:
                return Fail(node, commands);
            case EventKind.ChildRegistered when phase is NodePhase.Running or NodePhase.Stopping:
                return AwaitChild(node, phase, commands);
            case EventKind.ChildEnded when phase is NodePhase.Dispatching or NodePhase.CancellingChild:
                return EndChild(node, e.Outcome, commands);
            case EventKind.RetryDue when phase == NodePhase.BackingOff:
                return Enqueue(node, commands);
            case EventKind.TimeExpired when phase == NodePhase.Running:
                commands.Add(new MachineCommand(CommandKind.StopExpired, node));
                return Move(node, NodePhase.Expiring);
            case EventKind.StopUnconfirmed when phase is NodePhase.Stopping or NodePhase.Expiring:
                return GiveUp(node, phase, e.MayRetry, commands);
            case EventKind.CancelNode:
                return CancelNode(node, phase, commands);
            default:
                return false;
        }
    }

    private bool Begin(List<MachineCommand> commands)
    {
        if (Status != Status.NewObject)
        {
            return false;
        }

        Change(Status.Starting, commands);
        Change(Status.Running, commands);
        CompleteParameters();
        CountCompletedParents();
        for (var node = 0; node < _phase.Length; node++)
        {
            if (_phase[node] == NodePhase.Waiting && _pending[node] == 0 && !_closing)
            {
                Enqueue(node, commands);
            }
        }

        if (_closing)
        {
            StopEverything(commands);
        }

        return true;
    }

    private void CompleteParameters()
    {
        for (var node = 0; node < _phase.Length; node++)
        {
            if (_phase[node] == NodePhase.Waiting && _graph.KindOf(node) == NodeKind.Parameter)
            {
                Move(node, NodePhase.Completed);
            }
        }
    }

    private void CountCompletedParents()
    {
        for (var node = 0; node < _phase.Length; node++)
        {
            if (_phase[node] != NodePhase.Completed)
            {
                continue;
            }

            foreach (var child in _graph.ChildrenOf(node))
            {
                _pending[child]--;
            }
        }
    }

    private bool Complete(int node, List<MachineCommand> commands)
    {
        Move(node, NodePhase.Completed);
        foreach (var child in _graph.ChildrenOf(node))
        {
            if (--_pending[child] == 0 && _phase[child] == NodePhase.Waiting && !_closing)
            {
                Enqueue(child, commands);
            }
        }

        return true;
    }

    private bool Enqueue(int node, List<MachineCommand> commands)
    {
        commands.Add(new MachineCommand(CommandKind.Enqueue, node));
        return Move(node, NodePhase.Ready);
    }

    private bool EndAttempt(int node, NodePhase phase, bool mayRetry, List<MachineCommand> commands)
    {
        if (phase == NodePhase.Stopping)
        {
            return Move(node, NodePhase.Cancelled);
        }

        if (!mayRetry || _closing)
        {
            return Fail(node, commands);
        }

        commands.Add(new MachineCommand(CommandKind.ScheduleRetry, node));
        return Move(node, NodePhase.BackingOff);
    }

    private bool Fail(int node, List<MachineCommand> commands)
    {
        Move(node, NodePhase.Failed);
        if (_failFast && !_closing)
        {
            StopEverything(commands);
        }

        return true;
    }

    private bool AwaitChild(int node, NodePhase phase, List<MachineCommand> commands)
    {
        Move(node, NodePhase.Dispatching);
        if (phase == NodePhase.Stopping)
        {
            CancelNode(node, NodePhase.Dispatching, commands);
        }

        return true;
    }

    private bool EndChild(int node, Status outcome, List<MachineCommand> commands) => outcome switch
    {
        Status.Completed => Complete(node, commands),
        Status.Failed => Fail(node, commands),
        Status.Cancelled => Move(node, NodePhase.Cancelled),
        _ => false,
    };

    private bool Move(int node, NodePhase to)
    {
        var from = _phase[node];
        _phase[node] = to;
        ActiveCount += (to.IsActive() ? 1 : 0) - (from.IsActive() ? 1 : 0);
        InFlightCount += (to.IsInFlight() ? 1 : 0) - (from.IsInFlight() ? 1 : 0);
        switch (to)
        {
            case NodePhase.Completed:
                CompletedCount++;
                break;
            case NodePhase.Failed:
                FailedCount++;
                break;
            case NodePhase.Cancelled:
                CancelledCount++;
                break;
            default:
                break;
        }

        return true;
    }

    private void EndIfDone(List<MachineCommand> commands)
    {
        if (ActiveCount == 0 && Status == Status.Running)
        {
            Change(FinalStatus(), commands);
        }
    }

    private Status FinalStatus() =>
        FailedCount > 0 ? Status.Failed
        : CompletedCount == _phase.Length ? Status.Completed
        : Status.Cancelled;

    private void Change(Status status, List<MachineCommand> commands)
    {
        Status = status;
        commands.Add(new MachineCommand(CommandKind.DispatchChanged, Status: status));
    }

    private IllegalTransitionException Illegal(in MachineEvent e)
    {
        var where = e.Node < 0 ? $"the dispatch is {Status.ToWord()}" : $"node {e.Node} is {_phase[e.Node]} in a dispatch that is {Status.ToWord()}";
        return new IllegalTransitionException($"{e} is not allowed: {where}. Events so far: {string.Join(" ", _history!)}");
    }
}
