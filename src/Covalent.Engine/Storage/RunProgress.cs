namespace Covalent.Engine.Storage;

/// <summary>Everything needed to take up a dispatch where it was left.</summary>
internal sealed class RunProgress
{
    /// <summary>Nodes that ended, and sublattice nodes whose child runs.</summary>
    public List<NodeRecord> Nodes { get; } = [];

    /// <summary>Nodes whose last recorded step is the start of an attempt, by node.</summary>
    public Dictionary<int, OpenAttempt> Open { get; } = [];

    /// <summary>Nodes whose last recorded step is a failed attempt that was to be retried, by node.</summary>
    public Dictionary<int, FailedAttempt> Failed { get; } = [];

    /// <summary>Nodes that somebody asked to cancel.</summary>
    public HashSet<int> CancelRequested { get; } = [];
}

/// <summary>An attempt that was started and of which no end is recorded.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="Deaths">Earlier attempts whose process died under them.</param>
/// <param name="JobHandle">Handle saved by the driver; null when none was.</param>
internal readonly record struct OpenAttempt(int Attempt, int Deaths, string? JobHandle);

/// <summary>An attempt that failed and was to be followed by another.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="EndedAt">UTC ticks.</param>
internal readonly record struct FailedAttempt(int Attempt, long EndedAt);
