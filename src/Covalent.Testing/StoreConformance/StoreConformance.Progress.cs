#pragma warning disable CS1591 // The names of the tests say what a store has to do.
using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Xunit;

namespace Covalent.Testing;

/// <content>What is needed to go on with a dispatch.</content>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task StartedAttempts_AreOpen_AndShownAsRunning()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(5)));
        await Store.CommitAsync(batch =>
        {
            batch.Starts.Add(new NodeStart(key, 3, 1, 0));
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.Starts.Add(new NodeStart(key, 4, 2, 1));
        });
        await Store.CommitAsync(batch => batch.Ends.Add(StoreSketch.Completed(key, 0, [1])));
        var progress = await Store.ReadProgressAsync(key, CancellationToken.None);
        Assert.Equal([(3, new OpenAttempt(1, 0, null)), (4, new OpenAttempt(2, 1, null))], progress.Open.OrderBy(o => o.Key).Select(o => (o.Key, o.Value)));
        Assert.Equal([0], progress.Nodes.Select(node => node.Node));
        var nodes = await Store.ReadNodesAsync(key, null, CancellationToken.None);
        Assert.Equal([(0, Status.Completed), (3, Status.Running), (4, Status.Running)], nodes.Select(node => (node.Node, node.Status)));
        Assert.Equal(StoreSketch.Now, nodes[1].StartedAt);
    }

    [Fact]
    public async Task StartsOfSeveralDispatches_InOneBatch_StayApart()
    {
        var first = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(5)));
        var second = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(5)));
        await Store.CommitAsync(batch =>
        {
            batch.Starts.Add(new NodeStart(first, 4, 1, 0));
            batch.Starts.Add(new NodeStart(second, 2, 1, 0));
            batch.Starts.Add(new NodeStart(first, 1, 1, 0));
        });
        Assert.Equal([1, 4], (await Store.ReadProgressAsync(first, CancellationToken.None)).Open.Keys.Order());
        Assert.Equal([2], (await Store.ReadProgressAsync(second, CancellationToken.None)).Open.Keys);
    }

    [Fact]
    public async Task FailedAttempt_WaitsForItsRetry_UntilThatStarts()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.CommitAsync(batch => batch.Starts.Add(new NodeStart(key, 0, 1, 0)));
        var outcome = new TaskOutcome { Status = Status.Failed, StartedAt = StoreSketch.Now, EndedAt = StoreSketch.Now + 5 };
        await Store.CommitAsync(batch => batch.FailedAttempts.Add(new NodeEnd(key, 0, 1, Status.Failed, outcome)));
        var waiting = await Store.ReadProgressAsync(key, CancellationToken.None);
        Assert.Empty(waiting.Open);
        Assert.Equal(new FailedAttempt(1, StoreSketch.Now + 5), waiting.Failed[0]);
        await Store.CommitAsync(batch => batch.Starts.Add(new NodeStart(key, 0, 2, 0)));
        var retrying = await Store.ReadProgressAsync(key, CancellationToken.None);
        Assert.Equal(2, retrying.Open[0].Attempt);
        Assert.Empty(retrying.Failed);
    }

    [Fact]
    public async Task Handle_BelongsToItsAttempt()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        await Store.CommitAsync(batch =>
        {
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.Starts.Add(new NodeStart(key, 1, 2, 0));
            batch.Handles.Add(new HandleEntry(key, 0, 1, "{\"job\":7}"));
            batch.Handles.Add(new HandleEntry(key, 1, 1, "{\"job\":8}"));
        });
        var progress = await Store.ReadProgressAsync(key, CancellationToken.None);
        Assert.Equal(["{\"job\":7}", null], progress.Open.OrderBy(o => o.Key).Select(o => o.Value.JobHandle));
    }

    [Fact]
    public async Task WithdrawnNodes_AreCancelled()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1000)));
        await Store.CommitAsync(batch => batch.Withdrawn.AddRange(Enumerable.Range(10, 900).Select(node => (key, node))));
        var nodes = await Store.ReadNodesAsync(key, null, CancellationToken.None);
        Assert.Equal(Enumerable.Range(10, 900), nodes.Select(node => node.Node));
        Assert.All(nodes, node => Assert.Equal((Status.Cancelled, 0), (node.Status, node.Attempt)));
        Assert.Equal(900, (await Store.ReadProgressAsync(key, CancellationToken.None)).Nodes.Count);
    }

    [Fact]
    public async Task CancelRequests_AreRemembered()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(3)));
        await Store.CommitAsync(batch => batch.CancelRequests.Add((key, 2)));
        Assert.Equal([2], (await Store.ReadProgressAsync(key, CancellationToken.None)).CancelRequested);
        Assert.False((await Store.FindAsync(key.Id, CancellationToken.None))!.IsCancelRequested);
        await Store.CommitAsync(batch => batch.CancelRequests.Add((key, -1)));
        Assert.True((await Store.FindAsync(key.Id, CancellationToken.None))!.IsCancelRequested);
    }

    [Fact]
    public async Task Cache_GivesTheCompletedNode()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        byte[] hash = [1, 2, 3];
        Assert.Null(Store.FindCached(hash));
        await Store.CommitAsync(batch =>
        {
            batch.Ends.Add(StoreSketch.Completed(key, 0, [42]));
            batch.CacheEntries.Add(new CacheEntry(hash, key, 0));
        });
        Assert.Equal([42], Store.FindCached(hash)!.Value.Inline.ToArray());
        await Store.EndAsync(key);
        await Store.DeleteAsync([key.Id], CancellationToken.None);
        Assert.Null(Store.FindCached(hash));
    }
}
