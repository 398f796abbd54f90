namespace Covalent.Core.Results;

/// <summary>Fetches results: the value of a completed dispatch, the failures of a failed one, and nothing else.</summary>
internal static class ResultFetching
{
    private const int NodesAtOnce = 10_000;
    private const int DeepestSublattice = 16;

    public static async Task<WorkflowResult> FetchAsync(IDispatcherClient client, string dispatchId, CancellationToken cancellationToken)
    {
        var snapshot = await client.GetAsync(dispatchId, cancellationToken).ConfigureAwait(false);
        return new WorkflowResult(client, snapshot, await FailuresAsync(client, snapshot, 0, cancellationToken).ConfigureAwait(false));
    }

    public static async Task<WorkflowResult> OfAsync(IDispatcherClient client, DispatchSnapshot snapshot, CancellationToken cancellationToken) =>
        new(client, snapshot, await FailuresAsync(client, snapshot, 0, cancellationToken).ConfigureAwait(false));

    public static async Task<WorkflowResult<T>> OfAsync<T>(IDispatcherClient client, DispatchSnapshot snapshot, CancellationToken cancellationToken)
    {
        var value = snapshot.Status == Status.Completed ? await client.GetResultAsync(snapshot.DispatchId, cancellationToken).ConfigureAwait(false) : null;
        return new(client, snapshot, await FailuresAsync(client, snapshot, 0, cancellationToken).ConfigureAwait(false), value);
    }

    private static async Task<IReadOnlyList<NodeResult>> FailuresAsync(IDispatcherClient client, DispatchSnapshot snapshot, int depth, CancellationToken cancellationToken)
    {
        var failed = new List<NodeResult>();
        if (snapshot.Status != Status.Failed || depth > DeepestSublattice)
        {
            return failed;
        }

        // The snapshot says how many there are, so reading stops at the last of them, however large the graph is.
        var left = snapshot.FailedCount;
        for (var start = 0; start < snapshot.NodeCount && left > 0; start += NodesAtOnce)
        {
            var ids = Enumerable.Range(start, Math.Min(NodesAtOnce, snapshot.NodeCount - start)).ToArray();
            foreach (var node in await client.GetNodesAsync(snapshot.DispatchId, ids, cancellationToken).ConfigureAwait(false))
            {
                if (node.Status == Status.Failed)
                {
                    left--;
                    failed.Add(new NodeResult(client, snapshot.DispatchId, node));
                    failed.AddRange(await WithinAsync(client, node, depth, cancellationToken).ConfigureAwait(false));
                }
            }
        }

        return failed;
    }

    private static async Task<IReadOnlyList<NodeResult>> WithinAsync(IDispatcherClient client, NodeSnapshot node, int depth, CancellationToken cancellationToken)
    {
        if (node.ChildDispatchId is not { } child)
        {
            return [];
        }

        var snapshot = await client.GetAsync(child, cancellationToken).ConfigureAwait(false);
        return await FailuresAsync(client, snapshot, depth + 1, cancellationToken).ConfigureAwait(false);
    }
}
