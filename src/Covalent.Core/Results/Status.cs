namespace Covalent;

/// <summary>Where a dispatch or one of its nodes stands. The numbers are stored; never renumber.</summary>
/// <remarks>
/// Dispatch: NewObject → Starting → Running → Completed | Failed | Cancelled.
/// Node: NewObject → Running → Completed | Failed | Cancelled; a sublattice node passes Dispatching while its child runs.
/// Nothing leaves <see cref="Completed"/>, <see cref="Failed"/> or <see cref="Cancelled"/>.
/// </remarks>
public enum Status : byte
{
    /// <summary>Known, not started. Descendants of a failed or cancelled node stay here.</summary>
    NewObject = 0,

    /// <summary>The dispatch is accepted and about to run.</summary>
    Starting = 1,

    /// <summary>The dispatch runs, or the node was handed to its executor.</summary>
    Running = 2,

    /// <summary>A sublattice node whose graph is built and whose child dispatch runs.</summary>
    Dispatching = 3,

    /// <summary>Final: everything asked for is there.</summary>
    Completed = 4,

    /// <summary>Final: the node, or at least one node of the dispatch, failed.</summary>
    Failed = 5,

    /// <summary>Final: cancelled by request.</summary>
    Cancelled = 6,

    /// <summary>Redispatch: the earlier result is going to be reused.</summary>
    PendingReuse = 7,

    /// <summary>Redispatch: the electron was replaced and will run.</summary>
    PendingReplacement = 8,
}
