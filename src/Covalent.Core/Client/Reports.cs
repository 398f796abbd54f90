namespace Covalent;

/// <summary>What a cancel request did.</summary>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="Status">Its status afterwards.</param>
/// <param name="Cancelled">Nodes that will not run or have been stopped.</param>
/// <param name="NotStopped">Nodes whose code could not be proven stopped within the grace period.</param>
/// <param name="AlreadyTerminal">Nodes that had ended before; of a dispatch that had ended, also those that never began.</param>
public sealed record CancelReport(
    string DispatchId, Status Status, IReadOnlyList<int> Cancelled, IReadOnlyList<int> NotStopped, IReadOnlyList<int> AlreadyTerminal);

/// <summary>What a delete request did.</summary>
/// <param name="Deleted">Ids that are gone.</param>
/// <param name="Failed">Ids that are still there, each with the reason.</param>
/// <param name="FreedBytes">Bytes given back to the file system.</param>
public sealed record DeleteReport(IReadOnlyList<string> Deleted, IReadOnlyDictionary<string, string> Failed, long FreedBytes);

/// <summary>Which dispatches to list.</summary>
public sealed record DispatchQuery
{
    /// <summary>Only these statuses; null for all.</summary>
    public IReadOnlyList<Status>? Statuses { get; init; }

    /// <summary>Only names or ids containing this text; null for all.</summary>
    public string? Search { get; init; }

    /// <summary>Include child dispatches of sublattices. Default: false.</summary>
    public bool IncludeSublattices { get; init; }

    /// <summary>What they are sorted by; equal ones newest first. Default: <see cref="DispatchSort.Created"/>.</summary>
    public DispatchSort Sort { get; init; }

    /// <summary>Smallest, oldest or first in the alphabet first. Default: false, so that the newest come first.</summary>
    public bool Ascending { get; init; }

    /// <summary>Skip this many. Default: 0.</summary>
    public int Offset { get; init; }

    /// <summary>Return at most this many, 1 to 1000. Default: 50.</summary>
    public int Count { get; init; } = 50;

    // Until when the durations of dispatches that have not ended count; stores have no clock for that. UTC ticks.
    internal long Now { get; init; }

    internal void ThrowOnProblems()
    {
        if (Offset < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Offset), Offset, "The offset of a page of dispatches is negative. Use 0 for the first page.");
        }

        if (Count is < 1 or > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(Count), Count, "A page of dispatches has 1 to 1000 of them. Ask for further pages with the offset.");
        }
    }
}

/// <summary>What a list of dispatches is sorted by.</summary>
public enum DispatchSort
{
    /// <summary>When they were registered.</summary>
    Created,

    /// <summary>Their names, upper and lower case alike.</summary>
    Name,

    /// <summary>When they started; those that did not count as earliest.</summary>
    Started,

    /// <summary>From start to end, or until now; those that did not start count as shortest.</summary>
    Duration,

    /// <summary>Their statuses, in the order in which a dispatch goes through them.</summary>
    Status,
}

/// <summary>One page of a list.</summary>
/// <param name="Dispatches">The page.</param>
/// <param name="Total">All that match.</param>
public sealed record DispatchPage(IReadOnlyList<DispatchSnapshot> Dispatches, int Total);
