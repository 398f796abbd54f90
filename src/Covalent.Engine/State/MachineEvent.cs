namespace Covalent.Engine.State;

/// <summary>Something that happened to a dispatch or to one of its nodes.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Node">The node; -1 where the whole dispatch is meant.</param>
/// <param name="MayRetry">Whether the retry policy allows another attempt (failures only).</param>
/// <param name="Outcome">How the child dispatch ended (<see cref="EventKind.ChildEnded"/> only).</param>
internal readonly record struct MachineEvent(EventKind Kind, int Node = -1, bool MayRetry = false, Status Outcome = default)
{
    public static MachineEvent Begin { get; } = new(EventKind.Begin);

    public static MachineEvent CancelAll { get; } = new(EventKind.CancelAll);

    public static MachineEvent AttemptStarted(int node) => new(EventKind.AttemptStarted, node);

    public static MachineEvent AttemptCompleted(int node) => new(EventKind.AttemptCompleted, node);

    public static MachineEvent AttemptFailed(int node, bool mayRetry = false) => new(EventKind.AttemptFailed, node, mayRetry);

    public static MachineEvent AttemptCancelled(int node) => new(EventKind.AttemptCancelled, node);

    public static MachineEvent Satisfied(int node) => new(EventKind.Satisfied, node);

    public static MachineEvent Refused(int node) => new(EventKind.Refused, node);

    public static MachineEvent ChildRegistered(int node) => new(EventKind.ChildRegistered, node);

    public static MachineEvent ChildEnded(int node, Status outcome) => new(EventKind.ChildEnded, node, Outcome: outcome);

    public static MachineEvent RetryDue(int node) => new(EventKind.RetryDue, node);

    public static MachineEvent TimeExpired(int node) => new(EventKind.TimeExpired, node);

    public static MachineEvent StopUnconfirmed(int node, bool mayRetry = false) => new(EventKind.StopUnconfirmed, node, mayRetry);

    public static MachineEvent CancelNode(int node) => new(EventKind.CancelNode, node);

    public override string ToString() => Node < 0 ? Kind.ToString()
        : $"{Kind}({Node}{(MayRetry ? ", may retry" : "")}{(Kind == EventKind.ChildEnded ? $", {Outcome.ToWord()}" : "")})";
}

/// <summary>Kinds of <see cref="MachineEvent"/>.</summary>
internal enum EventKind : byte
{
    /// <summary>The dispatch was started, or is taken up again after a restart.</summary>
    Begin,

    /// <summary>A slot was free and the node's next attempt goes to its executor.</summary>
    AttemptStarted,

    /// <summary>The attempt brought its result.</summary>
    AttemptCompleted,

    /// <summary>The attempt failed.</summary>
    AttemptFailed,

    /// <summary>The attempt ended because it was cancelled.</summary>
    AttemptCancelled,

    /// <summary>A ready node got its result without an attempt, from the cache.</summary>
    Satisfied,

    /// <summary>A ready node can never be started, such as for want of its executor.</summary>
    Refused,

    /// <summary>The attempt of a sublattice node brought a graph, which is registered as a child dispatch.</summary>
    ChildRegistered,

    /// <summary>The child dispatch is terminal.</summary>
    ChildEnded,

    /// <summary>The pause before the next attempt is over.</summary>
    RetryDue,

    /// <summary>The attempt ran longer than allowed.</summary>
    TimeExpired,

    /// <summary>The attempt was told to stop and its code still runs after the grace period.</summary>
    StopUnconfirmed,

    /// <summary>Somebody cancelled this node.</summary>
    CancelNode,

    /// <summary>Somebody cancelled the dispatch.</summary>
    CancelAll,
}
