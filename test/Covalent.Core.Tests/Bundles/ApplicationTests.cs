using Covalent.Core.Bundles;

namespace Covalent.Core.Tests.Bundles;

/// <summary>What a bundle is made of, with this test program as the application.</summary>
public sealed class ApplicationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-application-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bundle_OfThisProgram_HoldsItsCodeItsPackagesAndItsSettings()
    {
        var bundle = ApplicationBundle.For(_folder, TimeProvider.System);
        var manifest = (await bundle.GetAsync()).Manifest!;
        var paths = manifest.Files.Select(file => file.Path).ToList();
        Assert.Equal("Covalent.Core.Tests", manifest.Application);
        Assert.Equal(RuntimeIdentifiers.Current, manifest.RuntimeIdentifier);
        Assert.Contains("Microsoft.NETCore.App", manifest.Frameworks.Select(framework => framework.Name));
        foreach (var expected in new[] { "Covalent.Core.Tests.dll", "Covalent.Core.Tests.pdb", "Covalent.Core.dll", "Covalent.Core.Tests.deps.json", "Covalent.Core.Tests.runtimeconfig.json", "xunit.v3.core.dll" })
        {
            Assert.Contains(expected, paths);
        }

        Assert.DoesNotContain(paths, path => path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/'));
        Assert.Same(manifest, (await bundle.GetAsync()).Manifest);
        Assert.True(bundle.IsFolderUnchanged());
        Assert.All(manifest.Files, file => Assert.True(File.Exists(new BundleStore(_folder, TimeProvider.System).PathOf(file.Sha256))));
    }

    [Fact]
    public async Task Bundle_PrunedByAnotherProcess_IsStoredAgain()
    {
        var bundle = ApplicationBundle.For(_folder, TimeProvider.System);
        var manifest = (await bundle.GetAsync()).Manifest!;
        var store = new BundleStore(_folder, TimeProvider.System);
        store.Prune(new HashSet<string>(), TimeProvider.System.GetUtcNow().AddDays(1));
        Assert.False(File.Exists(store.PathOf(manifest.Files[0].Sha256)));
        Assert.Equal(manifest.Id, (await bundle.GetAsync()).Manifest!.Id);
        Assert.All(manifest.Files, file => Assert.True(File.Exists(store.PathOf(file.Sha256))));
        Assert.Equal(manifest.Files, (await store.GetAsync(manifest.Id, CancellationToken.None)).Files);
    }

    [Fact]
    public void Application_WithoutTheWorker_IsToldWhichPackageToAdd()
    {
        Assert.Equal("", Application.WhyNoWorker("App", new Dictionary<string, string> { ["Covalent.Worker.dll"] = "/x/Covalent.Worker.dll" }));
        var why = Application.WhyNoWorker("App", new Dictionary<string, string> { ["Covalent.Core.dll"] = "/x/Covalent.Core.dll" });
        Assert.Contains("application 'App' does not hold Covalent.Worker.dll", why, StringComparison.Ordinal);
        Assert.Contains("add the package 'Covalent'", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/linux-x64", "native", "runtimes/linux-x64/native/libnative.so", "linux-arm64", true)]
    [InlineData("/linux-x64", "native", "libown.so", "linux-arm64", true)]
    [InlineData("/linux-x64", "runtime", "runtimes/linux-x64/lib/net8.0/Native.Package.dll", "linux-arm64", true)]
    [InlineData("/linux-x64", "native", "runtimes/linux-x64/native/libnative.so", "linux-x64", false)]
    [InlineData("/linux-x64", "runtime", "runtimes/unix/lib/net8.0/Native.Package.dll", "linux-arm64", false)]
    [InlineData("/linux-x64", "runtime", "lib/net8.0/Native.Package.dll", "linux-arm64", false)]
    [InlineData("/linux-arm64", "native", "runtimes/linux-arm64/native/libnative.so", "linux-musl-arm64", false)]
    [InlineData("", "native", "libown.so", "linux-arm64", false)]
    public void Application_PublishedForOnePlatformWithItsFiles_IsNotForAnother(string target, string group, string asset, string wanted, bool isRefused)
    {
        var path = Path.Combine(_folder, "App.deps.json");
        File.WriteAllText(path, $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0{{target}}" },
              "targets": { ".NETCoreApp,Version=v10.0{{target}}": {
                "App/1.0.0": { "runtime": { "App.dll": {} } },
                "Native.Package/2.0.0": { "{{group}}": { "{{asset}}": {} } } } },
              "libraries": {}
            }
            """);
        var why = Application.WhyNotOn(path, wanted);
        Assert.Equal(isRefused, why.Length > 0);
        Assert.True(!isRefused || (why.Contains($"built for {target[1..]}", StringComparison.Ordinal) && why.Contains($"'{asset}'", StringComparison.Ordinal)
            && why.Contains("without a runtime identifier", StringComparison.Ordinal)), why);
    }

    [Fact]
    public async Task Runtime_OfThisProcess_HoldsHostResolverAndFrameworks()
    {
        var store = new BundleStore(_folder, TimeProvider.System);
        var manifest = await RuntimeLayout.AddAsync(store, CancellationToken.None);
        var paths = manifest.Files.Select(file => file.Path).ToList();
        var version = manifest.Frameworks.Single(framework => framework.Name == "Microsoft.NETCore.App").Version;
        Assert.Contains("dotnet", paths);
        Assert.Contains(paths, path => path.StartsWith("host/fxr/", StringComparison.Ordinal) && path.Contains("hostfxr", StringComparison.Ordinal));
        Assert.Contains($"shared/Microsoft.NETCore.App/{version}/System.Private.CoreLib.dll", paths);
    }

    [Fact]
    public void DepsFile_ForAPlatform_GivesManagedNativeAndSatelliteFiles()
    {
        var path = Path.Combine(_folder, "App.deps.json");
        File.WriteAllText(path, """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "App/1.0.0": { "runtime": { "App.dll": {} } },
                "Native.Package/2.0.0": {
                  "runtime": { "lib/net8.0/Native.Package.dll": {} },
                  "resources": { "lib/net8.0/de/Native.Package.resources.dll": { "locale": "de" } },
                  "runtimeTargets": {
                    "runtimes/linux-x64/native/libnative.so": { "rid": "linux-x64", "assetType": "native" },
                    "runtimes/linux-arm64/native/libnative.so": { "rid": "linux-arm64", "assetType": "native" },
                    "runtimes/unix/lib/net8.0/Native.Package.dll": { "rid": "unix", "assetType": "runtime" },
                    "runtimes/win-x64/native/native.dll": { "rid": "win-x64", "assetType": "native" }
                  } },
                "Placeholder/1.0.0": { "runtime": { "lib/net8.0/_._": {} } } } },
              "libraries": {
                "App/1.0.0": { "type": "project" },
                "Native.Package/2.0.0": { "type": "package", "path": "native.package/2.0.0" },
                "Placeholder/1.0.0": { "type": "package", "path": "placeholder/1.0.0" } }
            }
            """);
        string[] common = ["App.dll", "Native.Package.dll", "de/Native.Package.resources.dll"];
        Assert.Equal(
            [.. common, "runtimes/linux-x64/native/libnative.so", "runtimes/unix/lib/net8.0/Native.Package.dll"],
            DepsFile.Read(path, RuntimeIdentifiers.Fallbacks("linux-x64")).Select(asset => asset.Path));
        Assert.Equal(
            [.. common, "runtimes/linux-arm64/native/libnative.so", "runtimes/unix/lib/net8.0/Native.Package.dll"],
            DepsFile.Read(path, RuntimeIdentifiers.Fallbacks("linux-arm64")).Select(asset => asset.Path));
        File.WriteAllText(path, "{ \"targets\": 1 }");
        Assert.Throws<CovalentException>(() => DepsFile.Read(path, []));
    }

    [Theory]
    [InlineData("linux-x64", "linux-x64 linux unix-x64 unix any")]
    [InlineData("linux-musl-arm64", "linux-musl-arm64 linux-musl linux-arm64 linux unix-arm64 unix any")]
    [InlineData("win-x64", "win-x64 win any")]
    public void RuntimeIdentifiers_FallBackToMoreGeneralOnes(string identifier, string expected) =>
        Assert.Equal(expected, string.Join(' ', RuntimeIdentifiers.Fallbacks(identifier)));

    [Fact]
    public void ContentPatterns_FindFilesBelowTheApplicationOnly()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data", "deep"));
        foreach (var file in new[] { "a.csv", "data/b.csv", "data/deep/c.csv", "data/d.txt" })
        {
            File.WriteAllText(Path.Combine(_folder, file), "x");
        }

        Assert.Equal(["a.csv"], Find("*.csv"));
        Assert.Equal(["data/b.csv"], Find("data/*.csv"));
        Assert.Equal(["data/b.csv", "data/deep/c.csv"], Find("data/**/*.csv"));
        Assert.Equal(["a.csv", "data/b.csv", "data/d.txt", "data/deep/c.csv"], Find("**/*"));
        Assert.Throws<CovalentException>(() => Find("../*"));
        Assert.Throws<CovalentException>(() => Find("/etc/*"));
        Assert.Throws<CovalentException>(() => Find("none/*.csv"));
    }

    private string[] Find(string pattern) => [.. ContentFiles.Find(_folder, [pattern]).Select(file => file.Path)];
}
