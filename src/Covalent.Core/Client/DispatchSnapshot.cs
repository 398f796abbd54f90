namespace Covalent;

/// <summary>A dispatch at one moment.</summary>
public sealed record DispatchSnapshot
{
    /// <summary>The dispatch.</summary>
    public required string DispatchId { get; init; }

    /// <summary>The outermost dispatch; itself unless this is a sublattice.</summary>
    public required string RootDispatchId { get; init; }

    /// <summary>Name of the lattice.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required Status Status { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it started, UTC; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it became terminal, UTC; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Nodes in the graph, parameters included.</summary>
    public required int NodeCount { get; init; }

    /// <summary>Nodes completed so far, parameters and reused results included.</summary>
    public required int CompletedCount { get; init; }

    /// <summary>Nodes that failed.</summary>
    public int FailedCount { get; init; }

    /// <summary>Nodes that were cancelled.</summary>
    public int CancelledCount { get; init; }

    /// <summary>Nodes running now.</summary>
    public int RunningCount { get; init; }

    /// <summary>Composed message naming the failed nodes; null when nothing failed.</summary>
    public string? Error { get; init; }

    /// <summary>The dispatch this one was derived from; null otherwise.</summary>
    public string? RedispatchOf { get; init; }

    /// <summary>The sublattice node this dispatch belongs to; null for roots.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Started and unfinished, and no living engine runs it: somebody has to resume it.</summary>
    public bool IsLeftOver { get; init; }
}

/// <summary>One node at one moment.</summary>
public sealed record NodeSnapshot
{
    /// <summary>Id within the dispatch.</summary>
    public required int NodeId { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required Status Status { get; init; }

    /// <summary>Short name of its executor; empty for parameters.</summary>
    public string Executor { get; init; } = "";

    /// <summary>Attempts made so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Start of the last attempt, UTC; null when never started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>End of the last attempt, UTC; null when not ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public FailureInfo? Failure { get; init; }

    /// <summary>Short text of the output; null when there is none.</summary>
    public string? Preview { get; init; }

    /// <summary>The child dispatch of a sublattice node; null otherwise.</summary>
    public string? ChildDispatchId { get; init; }

    /// <summary>False when a stop was asked for and the code could not be proven stopped.</summary>
    public bool StopConfirmed { get; init; } = true;

    /// <summary>Machine it ran on; empty for the dispatcher's own.</summary>
    public string Host { get; init; } = "";

    /// <summary>Peak resident memory in bytes; 0 when unknown.</summary>
    public long PeakMemory { get; init; }

    /// <summary>What the electron attached (name, JSON); null when nothing.</summary>
    public IReadOnlyDictionary<string, string>? Attachments { get; init; }
}
