namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Keeps a <see cref="WatchState"/> up to date from the dispatcher's events; those of sublattices too, while they are few and run.</summary>
internal sealed class WatchFeed(IDispatcherClient client)
{
    private const int MostChildren = 16;
    private int _children;

    /// <summary>Takes in everything until the dispatch ends.</summary>
    public async Task RunAsync(WatchState state, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var below = new List<Task>();
        try
        {
            below.AddRange(state.Nodes.Where(static node => node.Status == Status.Dispatching).Select(node => LookAsync(state, node.NodeId, ended.Token)));
            await foreach (var e in client.WatchAsync(state.Dispatch.DispatchId, cancellationToken).ConfigureAwait(false))
            {
                state.Apply(e);
                if (e is NodeStatusChanged { Status: Status.Dispatching or Status.Failed } change && WatchTree.ShowsEach(state.Nodes))
                {
                    below.Add(LookAsync(state, change.NodeId, ended.Token));
                }
            }

            state.Finish(await client.GetAsync(state.Dispatch.DispatchId, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(below).ConfigureAwait(false);
        }
    }

    // Only an ornament: whatever goes wrong with it, the dispatch itself is watched to its end.
    private async Task LookAsync(WatchState state, int node, CancellationToken cancellationToken)
    {
        try
        {
            var now = (await client.GetNodesAsync(state.Dispatch.DispatchId, [node], cancellationToken).ConfigureAwait(false))[0];
            if (now.Failure is { } failure)
            {
                state.Fail(node, failure.Message);
            }
            else if (now.ChildDispatchId is { } child && Interlocked.Increment(ref _children) <= MostChildren)
            {
                var dispatch = await client.GetAsync(child, cancellationToken).ConfigureAwait(false);
                var below = new WatchState(dispatch, await client.GetNodesAsync(child, cancellationToken: cancellationToken).ConfigureAwait(false));
                state.Add(node, below);
                await RunAsync(below, cancellationToken).ConfigureAwait(false);
                Interlocked.Decrement(ref _children);
            }
        }
        catch (Exception e) when (e is CovalentException or OperationCanceledException or IOException)
        {
            return;
        }
    }
}
