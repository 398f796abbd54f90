#pragma warning disable CS1591 // The names of the tests say what a store has to do.
using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Xunit;

namespace Covalent.Testing;

/// <summary>What every store has to do that outlives its process. <see cref="StoreConformance.CreateStore"/> gives another one on the same data.</summary>
public abstract class DurableStoreConformance : StoreConformance
{
    /// <summary>Takes away the one asset that is stored, behind the store's back.</summary>
    internal abstract Task LoseAssetsAsync();

    [Fact]
    public async Task ReopenedStore_HasEverything()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Chain(2)));
        await Store.CommitAsync(batch =>
        {
            batch.Ends.Add(StoreSketch.Completed(key, 0, [7]));
            batch.Starts.Add(new NodeStart(key, 1, 1, 0));
        });
        await using var again = CreateStore();
        await again.OpenAsync(CancellationToken.None);
        var found = await again.FindAsync(key.Id, CancellationToken.None);
        var progress = await again.ReadProgressAsync(found!.Key, CancellationToken.None);
        Assert.Equal([7], Assert.Single(progress.Nodes).Value.Inline.ToArray());
        Assert.Equal([1], progress.Open.Keys);
        await again.CommitAsync(batch => batch.Starts.Add(new NodeStart(found.Key, 1, 2, 0)));
        Assert.Equal(2, (await again.ReadProgressAsync(found.Key, CancellationToken.None)).Open[1].Attempt);
    }

    [Fact]
    public async Task LargeGraph_IsCutIntoChunks_AndReadsBack()
    {
        var sketch = new GraphSketch();
        sketch.Parameter(new byte[9_000_000]);
        var key = await Store.RegisterAsync(StoreSketch.Request(sketch.Build()));
        Assert.Equal(1, (await Store.ReadGraphAsync(key, CancellationToken.None)).NodeCount);
    }

    [Fact]
    public async Task Asset_DeletedByAnotherBetweenWriteAndCommit_IsWrittenAgain()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var bytes = new byte[20_000];
        var asset = await Store.WriteAssetAsync(bytes, CancellationToken.None);
        await LoseAssetsAsync();
        await Store.CommitAsync(batch => batch.Ends.Add(EndWith(key, 0, bytes, asset)));
        Assert.Equal(bytes, Store.ReadAsset(asset).ToArray());
    }

    [Fact]
    public async Task LargeAsset_RestingInAFile_IsWrittenAndReadWithoutBeingInMemory()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-conformance-").FullName;
        var bytes = new byte[SpooledBytes.Threshold + 4_000_001];
        new Random(3).NextBytes(bytes);
        using var spool = new Spool(folder);
        spool.Append(bytes);
        var spooled = spool.Take();
        var asset = await Store.WriteAssetAsync(spooled, CancellationToken.None);
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await LoseAssetsAsync();
        await Store.CommitAsync(batch => batch.Ends.Add(EndWith(key, 0, spooled, asset)));
        var read = Store.ReadAsset(asset);
        Assert.Equal((true, true, asset.Sha256), (SpooledBytes.IsSpooled(spooled), SpooledBytes.IsSpooled(read), SpooledBytes.HashOf(read)));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData(null)]
    public async Task TraceContext_OfADispatch_IsKept(string? trace)
    {
        var registration = StoreSketch.Registration(StoreSketch.Request(GraphSketch.Chain(1)), owner: 1);
        registration.Trace = trace;
        await Store.CommitAsync(batch => batch.Registrations.Add(registration));
        await using var again = CreateStore();
        await again.OpenAsync(CancellationToken.None);
        Assert.Equal(trace, (await again.FindAsync(registration.Key.Id, CancellationToken.None))!.Trace);
    }

    [Fact]
    public async Task LostAsset_IsReportedByName()
    {
        var asset = await Store.WriteAssetAsync(new byte[20_000], CancellationToken.None);
        await LoseAssetsAsync();
        Assert.Contains(asset.Sha256, Assert.Throws<StorageException>(() => Store.ReadAsset(asset)).Message, StringComparison.Ordinal);
    }

    internal async Task EndWithAssetAsync(DispatchKey key, int node, byte[] bytes)
    {
        var asset = await Store.WriteAssetAsync(bytes, CancellationToken.None);
        await Store.CommitAsync(batch => batch.Ends.Add(EndWith(key, node, bytes, asset)));
    }

    internal static NodeEnd EndWith(DispatchKey key, int node, ReadOnlyMemory<byte> bytes, AssetId asset) =>
        new(key, node, 1, Status.Completed, new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Binary, bytes) }, new OutcomeAssets { Result = asset });
}
