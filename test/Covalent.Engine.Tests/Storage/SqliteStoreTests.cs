using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Storage;

public sealed class SqliteStoreTests : DurableStoreConformance
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "covalent-tests", Guid.NewGuid().ToString("N"));

    internal override IDispatchStore CreateStore() => new SqliteStore(_folder, StoreSynchronous.Normal);

    internal override Task LoseAssetsAsync()
    {
        File.Delete(Assert.Single(AssetFiles()).FullName);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task LargeResult_LiesInAFile_OnceHoweverManyNodesHaveIt()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        await EndWithAssetAsync(key, 0, bytes);
        await EndWithAssetAsync(key, 1, bytes);
        Assert.Single(AssetFiles());
        var node = (await Store.ReadNodesAsync(key, [1], CancellationToken.None))[0];
        Assert.True(node.Value.Inline.IsEmpty);
        Assert.Equal(bytes, Store.ReadAsset(node.Value.Asset!).ToArray());
    }

    [Fact]
    public async Task Delete_FreesFilesAndPages_ButNotWhatOthersNeed()
    {
        var first = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2000)));
        var second = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await EndWithAssetAsync(first, 0, new byte[50_000]);
        await EndWithAssetAsync(second, 0, new byte[50_000]);
        await EndWithAssetAsync(first, 1, new byte[60_000]);
        await Store.CommitAsync(batch => batch.Ends.AddRange(Enumerable.Range(2, 1998).Select(node => StoreSketch.Completed(first, node, new byte[1000]))));
        await Store.EndAsync(first);
        var before = new FileInfo(Path.Combine(_folder, "covalent.db")).Length;
        var (report, _) = await Store.DeleteAsync([first.Id], CancellationToken.None);
        Assert.Equal(50_000, Assert.Single(AssetFiles()).Length);
        Assert.InRange(report.FreedBytes, 2_000_000, long.MaxValue);
        Assert.True(new FileInfo(Path.Combine(_folder, "covalent.db")).Length < Math.Max(before, 2_000_000) / 2, "the database file has not shrunk");
        Assert.Equal(50_000, Store.ReadAsset((await Store.ReadNodesAsync(second, [0], CancellationToken.None))[0].Value.Asset!).Length);
    }

    [Fact]
    public async Task Sweep_RemovesWhatACrashLeft_AndNothingElse()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await EndWithAssetAsync(key, 0, new byte[30_000]);
        await Store.WriteAssetAsync(new byte[20_000], CancellationToken.None);
        var half = Path.Combine(_folder, "assets", "ab", "abc.tmp");
        Directory.CreateDirectory(Path.GetDirectoryName(half)!);
        await File.WriteAllBytesAsync(half, new byte[10]);
        Assert.Equal(0, await Store.SweepAsync(0, CancellationToken.None));
        Assert.Equal(20_010, await Store.SweepAsync(DateTime.MaxValue.Ticks, CancellationToken.None));
        Assert.Equal(30_000, Assert.Single(AssetFiles()).Length);
    }

    [Fact]
    public async Task ChangeMark_ChangesWithCommitsOfOthers()
    {
        await using var other = CreateStore();
        await other.OpenAsync(CancellationToken.None);
        var before = Store.ReadChangeMark();
        Assert.Equal(before, Store.ReadChangeMark());
        await other.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        Assert.NotEqual(before, Store.ReadChangeMark());
    }

    [Fact]
    public async Task NewerSchema_IsRefused()
    {
        await using (var other = CreateStore())
        {
            await other.OpenAsync(CancellationToken.None);
        }

        using (var database = SqliteDatabase.Open(Path.Combine(_folder, "covalent.db"), create: false))
        {
            database.Execute("PRAGMA user_version = 999");
        }

        await using var store = CreateStore();
        var thrown = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(CancellationToken.None).AsTask());
        Assert.Contains("schema 999", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatIsNoDatabase_IsReportedByName()
    {
        var folder = Path.Combine(_folder, "other");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "covalent.db"), new string('x', 5000));
        await using var store = new SqliteStore(folder, StoreSynchronous.Normal);
        var thrown = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(CancellationToken.None).AsTask());
        Assert.Contains(folder, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("not a Covalent database", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderThatCannotBeMade_IsReportedByName()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        await using var store = new SqliteStore(Path.Combine(file, "folder"), StoreSynchronous.Normal);
        var thrown = await Assert.ThrowsAsync<StorageException>(() => store.OpenAsync(CancellationToken.None).AsTask());
        Assert.Contains(file, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MillionStarts_TakeAboutAByteEach()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.CommitAsync(batch => batch.Starts.AddRange(Enumerable.Range(0, 1_000_000).Select(node => new NodeStart(key, node, 1, 0))));
        using var database = SqliteDatabase.Open(Path.Combine(_folder, "covalent.db"), create: false);
        Assert.InRange(database.QueryNumber("SELECT sum(length(data)) FROM steps"), 900_000, 1_100_000);
    }

    private FileInfo[] AssetFiles() => Directory.Exists(Path.Combine(_folder, "assets"))
        ? new DirectoryInfo(Path.Combine(_folder, "assets")).GetFiles("*", SearchOption.AllDirectories) : [];
}
