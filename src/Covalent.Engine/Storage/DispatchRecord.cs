namespace Covalent.Engine.Storage;

/// <summary>What the store knows of a dispatch beside its graph and its nodes.</summary>
internal sealed record DispatchRecord
{
    public required DispatchKey Key { get; init; }

    public required string RootId { get; init; }

    public required string Name { get; init; }

    public required Status Status { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>UTC ticks; 0 before.</summary>
    public long StartedAt { get; init; }

    /// <summary>UTC ticks; 0 before.</summary>
    public long EndedAt { get; init; }

    public required int NodeCount { get; init; }

    /// <summary>Exact once the dispatch is terminal; before, only in a record that was counted.</summary>
    public int CompletedCount { get; init; }

    public int FailedCount { get; init; }

    public int CancelledCount { get; init; }

    public string? Error { get; init; }

    public string? RedispatchOf { get; init; }

    public ParentLink? Parent { get; init; }

    public string? BundleId { get; init; }

    public bool FailFast { get; init; }

    public int Priority { get; init; }

    public bool IsCancelRequested { get; init; }

    /// <summary>The engine that runs it; 0 when it is not started.</summary>
    public long Owner { get; init; }

    /// <summary>The W3C trace context it was submitted in; null for none.</summary>
    public string? Trace { get; init; }

    public required GraphOutput Output { get; init; }
}
