using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Bundles;
using Covalent.Core.Tests.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Core.Tests.Bundles;

public sealed class BundleStoreTests : IDisposable
{
    private static readonly IReadOnlyList<FrameworkReference> Frameworks = [new("Microsoft.NETCore.App", "10.0.0")];
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-bundles-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow().AddMinutes(10));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_Added_AreStoredOnceUnderTheirHash()
    {
        var store = Store();
        var manifest = await AddAsync(store, ("App.dll", "code"), ("lib/Same.dll", "same"), ("other/Same.dll", "same"));
        Assert.Equal(["App.dll", "lib/Same.dll", "other/Same.dll"], manifest.Files.Select(file => file.Path));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("code"u8)), manifest.Files[0].Sha256);
        Assert.Equal("code", File.ReadAllText(store.PathOf(manifest.Files[0].Sha256)));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "data", "bundles", "objects"), "*", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "data", "bundles"), "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Id_DependsOnContentsOnly()
    {
        var first = await AddAsync(Store(), ("App.dll", "code"), ("B.dll", "b"));
        var again = await AddAsync(Store(), ("B.dll", "b"), ("App.dll", "code"));
        var other = await AddAsync(Store(), ("App.dll", "code!"), ("B.dll", "b"));
        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, other.Id);
    }

    [Fact]
    public async Task Manifest_Stored_IsFoundByItsId()
    {
        var added = await AddAsync(Store(), ("App.dll", "code"));
        var found = await Store().GetAsync(added.Id, CancellationToken.None);
        Assert.Equal(added.Files, found.Files);
        Assert.Equal(added.Frameworks, found.Frameworks);
        var missing = await Assert.ThrowsAsync<CovalentException>(async () => await Store().GetAsync(new string('0', 64), CancellationToken.None));
        Assert.Contains("dispatch again", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CovalentException>(async () => await Store().GetAsync("../../etc/passwd", CancellationToken.None));
    }

    [Fact]
    public async Task File_ChangedBetweenTwoBundles_IsHashedAgain()
    {
        var store = Store();
        var first = await AddAsync(store, ("App.dll", "code1"));
        var second = await AddAsync(store, ("App.dll", "code2"));
        Assert.NotEqual(first.Files[0].Sha256, second.Files[0].Sha256);
        Assert.Equal("code1", File.ReadAllText(store.PathOf(first.Files[0].Sha256)));
        Assert.Equal("code2", File.ReadAllText(store.PathOf(second.Files[0].Sha256)));
    }

    [Fact]
    public async Task Object_MissingThoughItsHashIsRemembered_IsStoredAgain()
    {
        var manifest = await AddAsync(Store(), ("App.dll", "code"));
        File.Delete(Store().PathOf(manifest.Files[0].Sha256));
        await Store().AddAsync("App", "linux-x64", Frameworks, [new ApplicationFile("App.dll", Path.Combine(_folder, "App.dll"))], CancellationToken.None);
        Assert.True(File.Exists(Store().PathOf(manifest.Files[0].Sha256)));
    }

    [Fact]
    public async Task Tree_OfABundle_HoldsItsFilesAndSurvivesTheOriginals()
    {
        var store = Store();
        var manifest = await AddAsync(store, ("App.dll", "code"), ("runtimes/linux-x64/native/lib.so", "native"));
        File.Delete(Path.Combine(_folder, "App.dll"));
        var tree = BundleTree.In(Path.Combine(_folder, "data"), manifest, store);
        Assert.Equal("code", File.ReadAllText(Path.Combine(tree, "App.dll")));
        Assert.Equal("native", File.ReadAllText(Path.Combine(tree, "runtimes/linux-x64/native/lib.so")));
        Assert.Equal(tree, BundleTree.In(Path.Combine(_folder, "data"), manifest, store));
    }

    [Fact]
    public async Task Pruning_RemovesWhatNobodyKeeps_AndNothingYoung()
    {
        var store = Store();
        var old = await AddAsync(store, ("App.dll", "old"), ("Shared.dll", "shared"));
        var kept = await AddAsync(store, ("App.dll", "kept"), ("Shared.dll", "shared"));
        var tree = BundleTree.In(Path.Combine(_folder, "data"), old, store);
        Assert.Equal(0, store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(-1)));
        Assert.Equal(3, store.Prune(new HashSet<string> { kept.Id }, _clock.GetUtcNow().AddDays(1)));
        Assert.False(Directory.Exists(tree));
        Assert.False(File.Exists(store.PathOf(old.Files[0].Sha256)));
        Assert.All(kept.Files, file => Assert.True(File.Exists(store.PathOf(file.Sha256))));
        await Assert.ThrowsAsync<CovalentException>(async () => await store.GetAsync(old.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Bundle_StoredOrReadAgain_CountsAsUsed()
    {
        var store = Store();
        var stored = await AddAsync(store, ("App.dll", "stored again"));
        var read = await AddAsync(store, ("App.dll", "read again"));
        var left = await AddAsync(store, ("App.dll", "left alone"));
        _clock.Advance(TimeSpan.FromDays(8));
        await AddAsync(store, ("App.dll", "stored again"));
        await store.GetAsync(read.Id, CancellationToken.None);
        store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(-7));
        Assert.All(stored.Files.Concat(read.Files), file => Assert.True(File.Exists(store.PathOf(file.Sha256))));
        await store.GetAsync(stored.Id, CancellationToken.None);
        await Assert.ThrowsAsync<CovalentException>(async () => await store.GetAsync(left.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Use_OfABundle_KeepsIt_AndTellsWhenItIsNotWholeAnyMore()
    {
        var store = Store();
        var manifest = await AddAsync(store, ("App.dll", "code"), ("B.dll", "b"));
        _clock.Advance(TimeSpan.FromDays(8));
        Assert.True(store.TryUse(manifest));
        store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(-7));
        Assert.True(store.TryUse(manifest));
        File.Delete(store.PathOf(manifest.Files[0].Sha256));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.False(store.TryUse(manifest));
        await AddAsync(store, ("App.dll", "code"), ("B.dll", "b"));
        Assert.True(store.TryUse(manifest));
        store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(1));
        Assert.False(store.TryUse(manifest));
    }

    [Fact]
    public async Task Turn_ToPrune_ComesOnceInAPause()
    {
        Assert.False(Store().TryBeginPruning(TimeSpan.FromDays(1)));
        await AddAsync(Store(), ("App.dll", "code"));
        Assert.True(Store().TryBeginPruning(TimeSpan.FromDays(1)));
        Assert.False(Store().TryBeginPruning(TimeSpan.FromDays(1)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True(Store().TryBeginPruning(TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task Assembly_BuiltAgainWhileLoaded_IsRefused()
    {
        var path = Path.Combine(_folder, "Rebuilt.dll");
        CompiledAssembly.Write(path, "public class First { }");
        var loaded = Assembly.LoadFrom(path);
        var file = new ApplicationFile("Rebuilt.dll", path);
        await Store().AddAsync("App", "linux-x64", Frameworks, [file], CancellationToken.None);
        File.Delete(path);
        CompiledAssembly.Write(path, "public class Second { }");
        var e = await Assert.ThrowsAsync<CovalentException>(() => Store().AddAsync("App", "linux-x64", Frameworks, [file], CancellationToken.None));
        Assert.Contains("'Rebuilt.dll' was built again while this application runs", e.Message, StringComparison.Ordinal);
        Assert.NotNull(loaded.GetType("First"));
    }

    [Fact]
    public async Task Manifests_Altered_AreRefused()
    {
        var manifest = await AddAsync(Store(), ("App.dll", "code"));
        var text = Encoding.UTF8.GetString(BundleManifestJson.Write(manifest));
        foreach (var (from, to) in new[] { ("App.dll", "../App.dll"), ("App.dll", "/App.dll"), ("App.dll", "a/../b"), ("App.dll", "Evil.dll"), ("\"length\": 4", "\"length\": -4"), ("covalent/bundle", "x") })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            Assert.Throws<CovalentException>(() => BundleManifestJson.Read(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
        }

        foreach (var garbage in new[] { "", "{}", "[]", "null", "{\"format\":1}" })
        {
            Assert.Throws<CovalentException>(() => BundleManifestJson.Read(Encoding.UTF8.GetBytes(garbage)));
        }
    }

    private BundleStore Store() => new(Path.Combine(_folder, "data"), _clock);

    private async Task<BundleManifest> AddAsync(BundleStore store, params (string Path, string Contents)[] files)
    {
        foreach (var (path, contents) in files)
        {
            var full = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, contents);
        }

        return await store.AddAsync("App", "linux-x64", Frameworks, [.. files.Select(file => new ApplicationFile(file.Path, Path.Combine(_folder, file.Path)))], CancellationToken.None);
    }
}
