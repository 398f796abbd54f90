using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Covalent.Testing;

namespace Covalent.Persistence.Postgres.Tests;

public sealed class PostgresStoreTests : DurableStoreConformance
{
    private readonly TestDatabase _database = new();

    internal override IDispatchStore CreateStore() => _database.Store();

    internal override Task LoseAssetsAsync() => _database.RunAsync("DELETE FROM assets");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task LargeResult_IsKeptOnce_HoweverManyNodesHaveIt()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        var bytes = Enumerable.Range(0, 9_000_001).Select(i => (byte)(i * 7)).ToArray();
        await EndWithAssetAsync(key, 0, bytes);
        await EndWithAssetAsync(key, 1, bytes);
        Assert.Equal(1, await _database.AskAsync<long>("SELECT count(*) FROM assets"));
        await using var other = CreateStore();
        var node = (await other.ReadNodesAsync(key, [1], CancellationToken.None))[0];
        Assert.True(node.Value.Inline.IsEmpty);
        Assert.True(bytes.AsSpan().SequenceEqual(other.ReadAsset(node.Value.Asset!).Span), "the value read elsewhere differs");
    }

    [Fact]
    public async Task Sweep_RemovesWhatACrashLeft_AndNothingElse()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await EndWithAssetAsync(key, 0, new byte[30_000]);
        await Store.WriteAssetAsync(new byte[20_000], CancellationToken.None);
        Assert.Equal(0, await Store.SweepAsync(0, CancellationToken.None));
        Assert.Equal(20_000, await Store.SweepAsync(DateTime.MaxValue.Ticks, CancellationToken.None));
        Assert.Equal(30_000, await _database.AskAsync<long>("SELECT length FROM assets"));
    }

    [Fact]
    public async Task NodeThatEndsTwiceInABatch_KeepsTheLastRecord()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.CommitAsync(batch =>
        {
            batch.Ends.Add(new NodeEnd(key, 0, 1, Status.Dispatching, new TaskOutcome { Status = Status.Completed }, HasChild: true));
            batch.Ends.Add(StoreSketch.Completed(key, 0, [1]));
        });
        Assert.Equal(Status.Completed, Assert.Single(await Store.ReadNodesAsync(key, null, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task TextThatPostgresRefuses_IsStoredWithoutIt()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1), "a\0b\ud800c"));
        await Store.CommitAsync(batch => batch.Changes.Add(new DispatchChange(key, Status.Failed, StoreSketch.Now, 0, 1, 0, "zero \0 here")));
        var found = await Store.FindAsync(key.Id, CancellationToken.None);
        Assert.Equal(("a\uFFFDb\uFFFDc", "zero \uFFFD here"), (found!.Name, found.Error));
    }

    [Fact]
    public async Task Numbers_OfClaimedDispatches_ComeBeforeTheirNewSublattices()
    {
        await using var other = CreateStore();
        await other.OpenAsync(CancellationToken.None);
        await other.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), owner: 2);
        var keys = new List<DispatchKey>();
        for (var i = 0; i < 40; i++)
        {
            keys.Add(await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)), owner: 1));
        }

        var parent = keys[^1];
        Assert.True(await other.TryClaimAsync(parent.Id, 1, 2, CancellationToken.None));
        var child = await other.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)) with { Parent = new ParentLink(parent.Id, 0, parent.Id) }, owner: 2);
        Assert.True(child.Number > parent.Number, $"child {child.Number}, parent {parent.Number}");
    }

    [Fact]
    public async Task SecondRegistration_InABatchWithNewOnes_IsTheOnlyOneRefused()
    {
        var known = StoreSketch.Request(GraphSketch.Wide(1));
        await Store.RegisterAsync(known);
        var (again, fresh) = (StoreSketch.Registration(known, owner: 1), StoreSketch.Registration(StoreSketch.Request(GraphSketch.Wide(1)), owner: 1));
        await Store.CommitAsync(batch => batch.Registrations.AddRange([again, fresh]));
        Assert.True(again.WasKnown);
        Assert.False(fresh.WasKnown);
        Assert.NotNull(await Store.FindAsync(fresh.Key.Id, CancellationToken.None));
    }

    [Fact]
    public async Task StoresOpenedAtOnce_MigrateOnce()
    {
        await using var fresh = new TestDatabase();
        var stores = Enumerable.Range(0, 8).Select(_ => fresh.Store()).ToList();
        await Task.WhenAll(stores.Select(store => store.OpenAsync(CancellationToken.None).AsTask()));
        Assert.Equal(PostgresMigrations.Latest, await fresh.AskAsync<int>("SELECT version FROM schema_version"));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task NewerSchema_IsRefused()
    {
        await _database.RunAsync("UPDATE schema_version SET version = 999");
        await using var store = CreateStore();
        var thrown = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(CancellationToken.None).AsTask());
        Assert.Contains("schema 999", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelRequest_OfAnotherProcess_ChangesTheMark()
    {
        await using var other = CreateStore();
        await other.OpenAsync(CancellationToken.None);
        var told = new Pulse();
        ((PostgresStore)Store).Signals!.Told += told.Beat;
        await told.UntilAsync(() => Store.ReadChangeMark() > 0);
        var before = Store.ReadChangeMark();
        var key = await other.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await other.RequestCancelAsync(key, null, CancellationToken.None);
        await told.UntilAsync(() => Store.ReadChangeMark() > before);
    }
}
