using Covalent.Core.Bundles;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>The embedded engine clears its bundle store out by age, and leaves alone what stored dispatches name.</summary>
public sealed class BundlePruningTests : IDisposable
{
    private readonly string _folder = TestDispatcher.NewFolder();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow().AddMinutes(10));
    private readonly BundleStore _store;

    public BundlePruningTests() => _store = new BundleStore(_folder, _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Opening_DeletesOldBundles_ButNoneThatAnUnfinishedDispatchNames()
    {
        var (named, own, left) = (await AddAsync("named"), await AddAsync("own"), await AddAsync("left"));
        await using (var dispatcher = NewDispatcher(own.Id).Holding())
        {
            await dispatcher.Client.RegisterAsync(TestDispatcher.Request(GraphSketch.Wide(1)) with { BundleId = named.Id });
        }

        Assert.All(new[] { named, own, left }, bundle => Assert.True(_store.HasManifest(bundle.Id)));
        _clock.Advance(TimeSpan.FromDays(31));
        await OpenAsync(own.Id);
        Assert.Equal((true, true, false), (_store.HasManifest(named.Id), _store.HasManifest(own.Id), _store.HasManifest(left.Id)));
        Assert.Equal((true, false), (File.Exists(_store.PathOf(named.Files[0].Sha256)), File.Exists(_store.PathOf(left.Files[0].Sha256))));
    }

    [Fact]
    public async Task Opening_AgainOnTheSameDay_PrunesNothing()
    {
        var left = await AddAsync("left");
        await OpenAsync(own: null);
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "bundles", "manifests", left.Id + ".json"), DateTime.UnixEpoch);
        await OpenAsync(own: null);
        Assert.True(_store.HasManifest(left.Id));
        _clock.Advance(TimeSpan.FromDays(1));
        await OpenAsync(own: null);
        Assert.False(_store.HasManifest(left.Id));
    }

    [Fact]
    public async Task Folder_OfAServer_IsLeftToIt()
    {
        var left = await AddAsync("left");
        await File.WriteAllTextAsync(Path.Combine(_folder, "server.json"), "{}");
        _clock.Advance(TimeSpan.FromDays(31));
        await OpenAsync(own: null);
        Assert.True(_store.HasManifest(left.Id));
    }

    private async Task OpenAsync(string? own)
    {
        // Disposing waits for what the dispatcher does in the background.
        await using var dispatcher = NewDispatcher(own);
        await dispatcher.Client.ListAsync(new DispatchQuery { Count = 1 });
    }

    private TestDispatcher NewDispatcher(string? own) => new(folder: _folder, change: options => options with { Clock = _clock, OwnBundle = own, PrunedBundles = _store });

    private Task<BundleManifest> AddAsync(string contents)
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, contents);
        File.WriteAllText(file, contents);
        return _store.AddAsync("App", "linux-x64", [new FrameworkReference("Microsoft.NETCore.App", "10.0.0")], [new ApplicationFile("App.dll", file)], CancellationToken.None);
    }
}
