namespace Covalent;

/// <summary>A dispatch as it was when the result was fetched. Fetches no more than that: nodes and their outputs are read when asked for.</summary>
public class WorkflowResult
{
    private readonly IDispatcherClient _client;

    internal WorkflowResult(IDispatcherClient client, DispatchSnapshot snapshot, IReadOnlyList<NodeResult> failedNodes)
    {
        _client = client;
        Snapshot = snapshot;
        FailedNodes = failedNodes;
    }

    /// <summary>The dispatch.</summary>
    public string DispatchId => Snapshot.DispatchId;

    /// <summary>The outermost dispatch; itself unless this is a sublattice.</summary>
    public string RootDispatchId => Snapshot.RootDispatchId;

    /// <summary>Name of the lattice.</summary>
    public string Name => Snapshot.Name;

    /// <summary>Where it stood.</summary>
    public Status Status => Snapshot.Status;

    /// <summary>When it started, UTC; null before.</summary>
    public DateTimeOffset? StartedAt => Snapshot.StartedAt;

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? EndedAt => Snapshot.EndedAt;

    /// <summary>From start to end; null before the end.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <summary>Names the failed nodes; null when nothing failed. Their own errors are in <see cref="FailedNodes"/>.</summary>
    public string? Error => Snapshot.Error;

    /// <summary>All counts and times.</summary>
    public DispatchSnapshot Snapshot { get; }

    /// <summary>The nodes that failed, those within sublattices included; empty while running and when nothing failed.</summary>
    public IReadOnlyList<NodeResult> FailedNodes { get; }

    /// <summary>Records of all nodes, in id order; outputs are not fetched.</summary>
    public async Task<IReadOnlyList<NodeResult>> GetNodeResultsAsync(CancellationToken cancellationToken = default)
    {
        var nodes = await _client.GetNodesAsync(DispatchId, null, cancellationToken).ConfigureAwait(false);
        return [.. nodes.Select(node => new NodeResult(_client, DispatchId, node))];
    }

    /// <summary>Record of one node; its output is not fetched.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dispatch has no such node.</exception>
    public async Task<NodeResult> GetNodeResultAsync(int nodeId, CancellationToken cancellationToken = default)
    {
        if (nodeId < 0 || nodeId >= Snapshot.NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(nodeId), nodeId, $"Dispatch '{DispatchId}' has nodes 0 to {Snapshot.NodeCount - 1}.");
        }

        var nodes = await _client.GetNodesAsync(DispatchId, [nodeId], cancellationToken).ConfigureAwait(false);
        return new NodeResult(_client, DispatchId, nodes[0]);
    }

    /// <summary>Throws unless the dispatch completed.</summary>
    /// <exception cref="WorkflowFailedException">It failed or was cancelled.</exception>
    /// <exception cref="InvalidOperationException">It has not ended yet.</exception>
    public void ThrowUnlessCompleted()
    {
        if (Status is Status.Failed or Status.Cancelled)
        {
            throw new WorkflowFailedException(Snapshot, FailedNodes);
        }

        if (Status != Status.Completed)
        {
            throw new InvalidOperationException($"Dispatch '{DispatchId}' ('{Name}') was {Status.ToWord()} when the result was fetched. Fetch it again with wait: true.");
        }
    }
}
