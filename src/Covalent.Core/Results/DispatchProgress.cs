namespace Covalent;

/// <summary>How far a dispatch is.</summary>
/// <param name="DispatchId">The dispatch.</param>
/// <param name="Name">Name of the lattice.</param>
/// <param name="Status">Its status.</param>
/// <param name="CompletedCount">Nodes completed, inputs included.</param>
/// <param name="NodeCount">Nodes in the graph.</param>
public sealed record DispatchProgress(string DispatchId, string Name, Status Status, int CompletedCount, int NodeCount)
{
    /// <summary>Nodes that failed so far.</summary>
    public int FailedCount { get; init; }

    /// <summary>What the last electron to report said about itself; null when none has.</summary>
    public NodeProgressed? Electron { get; init; }
}
