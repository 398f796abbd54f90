using System.Text;

namespace Covalent;

/// <summary>One node as it was when it was read. Outputs and streams are fetched when asked for.</summary>
public sealed class NodeResult
{
    private readonly IDispatcherClient _client;

    internal NodeResult(IDispatcherClient client, string dispatchId, NodeSnapshot snapshot)
    {
        _client = client;
        DispatchId = dispatchId;
        Snapshot = snapshot;
    }

    /// <summary>The dispatch it belongs to.</summary>
    public string DispatchId { get; }

    /// <summary>Id within the dispatch.</summary>
    public int NodeId => Snapshot.NodeId;

    /// <summary>Name shown to people.</summary>
    public string Name => Snapshot.Name;

    /// <summary>Where it stood.</summary>
    public Status Status => Snapshot.Status;

    /// <summary>Start of the last attempt, UTC; null when never started.</summary>
    public DateTimeOffset? StartedAt => Snapshot.StartedAt;

    /// <summary>End of the last attempt, UTC; null when not ended.</summary>
    public DateTimeOffset? EndedAt => Snapshot.EndedAt;

    /// <summary>Why it failed; null otherwise.</summary>
    public FailureInfo? Failure => Snapshot.Failure;

    /// <summary>Everything else that is known.</summary>
    public NodeSnapshot Snapshot { get; }

    /// <summary>Fetches and decodes the output.</summary>
    /// <exception cref="InvalidOperationException">The node has not completed, or returns nothing.</exception>
    /// <exception cref="PayloadException">The output is of another type.</exception>
    public async Task<T> GetOutputAsync<T>(CancellationToken cancellationToken = default)
    {
        var output = await _client.GetNodeOutputAsync(DispatchId, NodeId, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Node {NodeId} ('{Name}') of dispatch '{DispatchId}' has no output: it is {Status.ToWord()}, or its method returns nothing.");
        return output.Decode<T>();
    }

    /// <summary>What the task wrote to standard output; empty when nothing.</summary>
    public Task<string> GetStdoutAsync(CancellationToken cancellationToken = default) => GetStreamAsync(OutputStream.Stdout, cancellationToken);

    /// <summary>What the task wrote to standard error; empty when nothing.</summary>
    public Task<string> GetStderrAsync(CancellationToken cancellationToken = default) => GetStreamAsync(OutputStream.Stderr, cancellationToken);

    /// <summary>The dispatch that a sublattice node became, as it is now; null when it is not a sublattice or has not begun.</summary>
    public async Task<WorkflowResult?> GetSublatticeResultAsync(CancellationToken cancellationToken = default) => Snapshot.ChildDispatchId is { } child
        ? await Core.Results.ResultFetching.FetchAsync(_client, child, cancellationToken).ConfigureAwait(false)
        : null;

    private async Task<string> GetStreamAsync(OutputStream stream, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await _client.GetNodeStreamAsync(DispatchId, NodeId, stream, cancellationToken).ConfigureAwait(false)).Span);
}
