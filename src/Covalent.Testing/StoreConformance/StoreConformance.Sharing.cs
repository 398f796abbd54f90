#pragma warning disable CS1591 // The names of the tests say what a store has to do.
using Covalent.Engine.Storage;
using Xunit;

namespace Covalent.Testing;

/// <content>Owners, lists and deletion.</content>
public abstract partial class StoreConformance
{
    [Fact]
    public async Task Claim_IsGivenOnce_AndOnlyOfUnfinishedDispatches()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), owner: 0);
        Assert.True(await Store.TryClaimAsync(key.Id, 0, 7, CancellationToken.None));
        Assert.False(await Store.TryClaimAsync(key.Id, 0, 8, CancellationToken.None));
        var claimed = await Store.FindAsync(key.Id, CancellationToken.None);
        Assert.Equal((7L, Status.Starting), (claimed!.Owner, claimed.Status));
        await Store.EndAsync(key);
        Assert.False(await Store.TryClaimAsync(key.Id, 7, 8, CancellationToken.None));
    }

    [Fact]
    public async Task Owner_LeavesOnlyWhenItHasNothingUnfinished()
    {
        var owner = await Store.EnterOwnerAsync(new OwnerRecord(0, "host", 12, 34, "a.lock"), CancellationToken.None);
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), owner);
        Assert.Equal([key.Id], await Store.ReadUnfinishedAsync(owner, CancellationToken.None));
        await Store.LeaveOwnerAsync(owner, cleanly: true, CancellationToken.None);
        var there = Assert.Single(await Store.ReadOwnersAsync(CancellationToken.None));
        Assert.Equal(new OwnerRecord(owner, "host", 12, 34, "a.lock", LeftCleanly: true), there);
        await Store.EndAsync(key);
        await Store.LeaveOwnerAsync(owner, cleanly: true, CancellationToken.None);
        Assert.Empty(await Store.ReadOwnersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Unfinished_ComeInTheOrderOfTheirRegistration()
    {
        var keys = new List<DispatchKey>();
        for (var i = 0; i < 5; i++)
        {
            keys.Add(await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), owner: 3));
        }

        await Store.EndAsync(keys[2]);
        Assert.Equal([keys[0].Id, keys[1].Id, keys[3].Id, keys[4].Id], await Store.ReadUnfinishedAsync(3, CancellationToken.None));
    }

    [Fact]
    public async Task CancelRequest_ReachesTheOwner_UntilItIsAnswered()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(5)), owner: 3);
        await Store.RequestCancelAsync(key, [4, 1], CancellationToken.None);
        await Store.RequestCancelAsync(key, null, CancellationToken.None);
        Assert.Empty(Store.ReadCancelRequests(4));
        var requests = Store.ReadCancelRequests(3);
        Assert.Equal([key.Id, key.Id], requests.Select(request => request.DispatchId));
        Assert.Equal([4, 1], requests[0].Nodes!);
        Assert.Null(requests[1].Nodes);
        await Store.CommitAsync(batch => batch.AnsweredRequests.Add(requests[0].Number));
        Assert.Equal([requests[1].Number], Store.ReadCancelRequests(3).Select(request => request.Number));
    }

    [Fact]
    public async Task List_FiltersAndPages_NewestFirst()
    {
        var keys = new List<DispatchKey>();
        foreach (var name in new[] { "alpha", "beta", "alphabet", "gamma" })
        {
            keys.Add(await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), name)));
        }

        await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), "alpha child") with { Parent = new ParentLink(keys[0].Id, 0, keys[0].Id) });
        await Store.EndAsync(keys[1]);
        Assert.Equal(["gamma", "alphabet", "beta", "alpha"], await NamesAsync(new DispatchQuery()));
        Assert.Equal(["alpha child", "gamma", "alphabet", "beta", "alpha"], await NamesAsync(new DispatchQuery { IncludeSublattices = true }));
        Assert.Equal(["alphabet", "alpha"], await NamesAsync(new DispatchQuery { Search = "ALPHA" }));
        Assert.Equal(["beta"], await NamesAsync(new DispatchQuery { Search = keys[1].Id[^12..] }));
        Assert.Equal(["beta"], await NamesAsync(new DispatchQuery { Statuses = [Status.Completed, Status.Failed] }));
        Assert.Empty(await NamesAsync(new DispatchQuery { Statuses = [] }));
        var (page, total) = await Store.ListAsync(new DispatchQuery { Offset = 1, Count = 2 }, CancellationToken.None);
        Assert.Equal((4, "alphabet", "beta"), (total, page[0].Name, page[1].Name));
    }

    [Fact]
    public async Task List_Sorted_PutsEqualOnesNewestFirst()
    {
        var keys = new List<DispatchKey>();
        foreach (var name in new[] { "beta", "Alpha", "beta", "gamma" })
        {
            keys.Add(await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), name), owner: 0));
        }

        await BeginAsync(keys[1], StoreSketch.Now + 20);
        await BeginAsync(keys[0], StoreSketch.Now + 30);
        await BeginAsync(keys[2], StoreSketch.Now + 40);
        await Store.EndAsync(keys[2], StoreSketch.Now + 45);
        await Store.EndAsync(keys[0], StoreSketch.Now + 1030);
        async Task<string> Order(DispatchSort sort, bool ascending) =>
            string.Concat((await Store.ListAsync(new DispatchQuery { Sort = sort, Ascending = ascending, Now = StoreSketch.Now + 520 }, CancellationToken.None)).Page.Select(record => keys.FindIndex(key => key.Id == record.Key.Id)));

        Assert.Equal("0123", await Order(DispatchSort.Created, true));
        Assert.Equal("1203", await Order(DispatchSort.Name, true));
        Assert.Equal("3201", await Order(DispatchSort.Name, false));
        Assert.Equal("3102", await Order(DispatchSort.Started, true));
        Assert.Equal("3210", await Order(DispatchSort.Duration, true));
        Assert.Equal("0123", await Order(DispatchSort.Duration, false));
        Assert.Equal("3120", await Order(DispatchSort.Status, true));
        var (page, total) = await Store.ListAsync(new DispatchQuery { Sort = DispatchSort.Name, Ascending = true, Search = "a", Offset = 1, Count = 2 }, CancellationToken.None);
        Assert.Equal((4, "beta", "beta"), (total, page[0].Name, page[1].Name));
    }

    [Fact]
    public async Task Search_TakesEveryCharacterLiterally()
    {
        await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), "50% of_it"));
        await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), "50x ofxit"));
        Assert.Equal(["50% of_it"], await NamesAsync(new DispatchQuery { Search = "50% of_" }));
    }

    [Fact]
    public async Task Delete_RemovesTheDispatchAndItsSublattices()
    {
        var root = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        var child = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)) with { Parent = new ParentLink(root.Id, 0, root.Id) });
        var other = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        await Store.EndAsync(root);
        await Store.EndAsync(child);
        var (report, gone) = await Store.DeleteAsync([root.Id], CancellationToken.None);
        Assert.Equal([root.Id], report.Deleted);
        Assert.Equal([root.Id, child.Id], gone);
        Assert.Null(await Store.FindAsync(root.Id, CancellationToken.None));
        Assert.Null(await Store.FindAsync(child.Id, CancellationToken.None));
        Assert.NotNull(await Store.FindAsync(other.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Delete_SaysWhyItRefuses_AndDeletesTheRest()
    {
        var running = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var ended = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var child = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)) with { Parent = new ParentLink(running.Id, 0, running.Id) });
        await Store.EndAsync(ended);
        await Store.EndAsync(child);
        var (report, _) = await Store.DeleteAsync([running.Id, "nobody", ended.Id, ended.Id, child.Id], CancellationToken.None);
        Assert.Equal([ended.Id], report.Deleted);
        Assert.Contains("RUNNING", report.Failed[running.Id], StringComparison.Ordinal);
        Assert.Contains("not known", report.Failed["nobody"], StringComparison.Ordinal);
        Assert.Contains("sublattice", report.Failed[child.Id], StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndedBefore_NamesOldRoots()
    {
        var old = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var recent = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.EndAsync(old, StoreSketch.Now);
        await Store.EndAsync(recent, StoreSketch.Now + 100);
        Assert.Equal([old.Id], await Store.ReadEndedBeforeAsync(StoreSketch.Now + 50, CancellationToken.None));
    }

    private Task BeginAsync(DispatchKey dispatch, long at) => Store.CommitAsync(batch => batch.Changes.Add(new DispatchChange(dispatch, Status.Running, at, 0, 0, 0, null)));

    private async Task<string[]> NamesAsync(DispatchQuery query) => [.. (await Store.ListAsync(query, CancellationToken.None)).Page.Select(record => record.Name)];
}
