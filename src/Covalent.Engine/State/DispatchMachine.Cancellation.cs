namespace Covalent.Engine.State;

/// <content>Cancelling nodes and whole dispatches.</content>
internal sealed partial class DispatchMachine
{
    private bool CancelAll(List<MachineCommand> commands)
    {
        if (Status.IsTerminal() || IsCancelRequested)
        {
            return false;
        }

        IsCancelRequested = true;
        StopEverything(commands);
        if (Status == Status.NewObject)
        {
            Change(Status.Cancelled, commands);
        }

        return true;
    }

    // Nodes whose parents have not completed stay as they are: they never became part of the run.
    private void StopEverything(List<MachineCommand> commands)
    {
        _closing = true;
        for (var node = 0; node < _phase.Length && ActiveCount > 0; node++)
        {
            if (_phase[node].IsActive())
            {
                CancelNode(node, _phase[node], commands);
            }
        }
    }

    private bool CancelNode(int node, NodePhase phase, List<MachineCommand> commands)
    {
        switch (phase)
        {
            case NodePhase.Waiting or NodePhase.Ready or NodePhase.BackingOff:
                commands.Add(new MachineCommand(CommandKind.NodeEnded, node, Status.Cancelled));
                return Move(node, NodePhase.Cancelled);
            case NodePhase.Running:
                commands.Add(new MachineCommand(CommandKind.StopCancelled, node));
                return Move(node, NodePhase.Stopping);
            case NodePhase.Expiring:
                return Move(node, NodePhase.Stopping);
            case NodePhase.Dispatching:
                commands.Add(new MachineCommand(CommandKind.CancelChild, node));
                return Move(node, NodePhase.CancellingChild);
            default:
                return phase is NodePhase.Stopping or NodePhase.CancellingChild;
        }
    }

    // The old attempt still lives. A retry must wait for it to end; a final status need not, the shell keeps its slot taken.
    private bool GiveUp(int node, NodePhase phase, bool mayRetry, List<MachineCommand> commands)
    {
        if (phase == NodePhase.Expiring && mayRetry && !_closing)
        {
            return true;
        }

        var status = phase == NodePhase.Expiring ? Status.Failed : Status.Cancelled;
        commands.Add(new MachineCommand(CommandKind.NodeEnded, node, status));
        return status == Status.Failed ? Fail(node, commands) : Move(node, NodePhase.Cancelled);
    }
}
