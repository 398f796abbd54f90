namespace Covalent.Engine.State;

/// <summary>What the shell has to do after an event.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Node">The node; -1 where the whole dispatch is meant.</param>
/// <param name="Status">The new status (<see cref="CommandKind.NodeEnded"/> and <see cref="CommandKind.DispatchChanged"/> only).</param>
internal readonly record struct MachineCommand(CommandKind Kind, int Node = -1, Status Status = default)
{
    public override string ToString() => Node < 0 ? $"{Kind}({Status.ToWord()})" : $"{Kind}({Node})";
}

/// <summary>Kinds of <see cref="MachineCommand"/>.</summary>
internal enum CommandKind : byte
{
    /// <summary>Queue the node for its executor. A node that leaves the ready phase meanwhile is skipped when its turn comes.</summary>
    Enqueue,

    /// <summary>Stop the node's attempt: somebody cancelled it.</summary>
    StopCancelled,

    /// <summary>Stop the node's attempt: its time ran out.</summary>
    StopExpired,

    /// <summary>Cancel the child dispatch of a sublattice node.</summary>
    CancelChild,

    /// <summary>Set a timer for the node's next attempt.</summary>
    ScheduleRetry,

    /// <summary>The node ended without an attempt of its own ending; record it.</summary>
    NodeEnded,

    /// <summary>The dispatch has a new status; record it.</summary>
    DispatchChanged,
}
