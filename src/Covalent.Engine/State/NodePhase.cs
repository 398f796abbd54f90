namespace Covalent.Engine.State;

/// <summary>Where a node stands inside the engine: finer than <see cref="Status"/>, never stored and never shown.</summary>
internal enum NodePhase : byte
{
    /// <summary>Some parent has not completed. NEW_OBJECT outside.</summary>
    Waiting,

    /// <summary>Waits for a slot of its executor. NEW_OBJECT outside, RUNNING when it had an attempt before.</summary>
    Ready,

    /// <summary>An attempt is with the executor.</summary>
    Running,

    /// <summary>An attempt is with the executor and was told to stop because of a cancel request.</summary>
    Stopping,

    /// <summary>An attempt is with the executor and was told to stop because its time ran out.</summary>
    Expiring,

    /// <summary>Between two attempts. RUNNING outside.</summary>
    BackingOff,

    /// <summary>A sublattice node whose child dispatch runs.</summary>
    Dispatching,

    /// <summary>A sublattice node whose child dispatch was told to cancel. DISPATCHING outside.</summary>
    CancellingChild,

    /// <summary>Final.</summary>
    Completed,

    /// <summary>Final.</summary>
    Failed,

    /// <summary>Final.</summary>
    Cancelled,
}

/// <summary>Facts about phases.</summary>
internal static class NodePhases
{
    public static bool IsTerminal(this NodePhase phase) => phase >= NodePhase.Completed;

    /// <summary>Whether the dispatch cannot end while a node is in this phase.</summary>
    public static bool IsActive(this NodePhase phase) => phase is > NodePhase.Waiting and < NodePhase.Completed;

    /// <summary>Whether an attempt is with the executor.</summary>
    public static bool IsInFlight(this NodePhase phase) => phase is NodePhase.Running or NodePhase.Stopping or NodePhase.Expiring;

    /// <summary>The word people see.</summary>
    public static Status ToStatus(this NodePhase phase, int attempt) => phase switch
    {
        NodePhase.Waiting => Status.NewObject,
        NodePhase.Ready => attempt == 0 ? Status.NewObject : Status.Running,
        NodePhase.Running or NodePhase.Stopping or NodePhase.Expiring or NodePhase.BackingOff => Status.Running,
        NodePhase.Dispatching or NodePhase.CancellingChild => Status.Dispatching,
        NodePhase.Completed => Status.Completed,
        NodePhase.Failed => Status.Failed,
        _ => Status.Cancelled,
    };
}
