using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Executors.Tests.Remote;

/// <summary>A runtime that is used for weeks, in a folder that is pruned meanwhile.</summary>
public sealed class SharedRuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-runtime-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow().AddMinutes(10));
    private readonly BundleStore _store;
    private readonly SharedRuntime _runtime;
    private int _made;

    public SharedRuntimeTests()
    {
        _store = new BundleStore(_folder, _clock);
        var host = new ExecutorHost { Clock = _clock, Loggers = NullLoggerFactory.Instance, DataFolder = _folder, ResultsFolder = _folder, OwnBundle = null, Bundles = _store };
        _runtime = new SharedRuntime(host, _store, MakeAsync);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Runtime_UsedEveryDay_IsMadeOnceAndNeverPruned()
    {
        for (int day = 0; day < 20; day++)
        {
            RemoteBundle files = _runtime.Files(await _runtime.GetAsync(Stop));
            _store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(-7));
            Assert.All(files.Files, file => Assert.True(File.Exists(file.Source)));
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task Runtime_PrunedWhileNobodyUsedIt_IsMadeAgain()
    {
        PortableRuntime first = await _runtime.GetAsync(Stop);
        _clock.Advance(TimeSpan.FromDays(8));
        _store.Prune(new HashSet<string>(), _clock.GetUtcNow().AddDays(-7));
        RemoteBundle files = _runtime.Files(await _runtime.GetAsync(Stop));
        Assert.Equal((2, first.Runtime.Id), (_made, files.Id));
        Assert.All(files.Files, file => Assert.True(File.Exists(file.Source)));
    }

    [Fact]
    public async Task Runtime_WhoseContentsWereDeleted_IsMadeAgainWhenSent()
    {
        RemoteBundle files = _runtime.Files(await _runtime.GetAsync(Stop));
        File.Delete(files.Files[0].Source);
        await files.RequireAsync(files.Files, Stop);
        Assert.Equal(2, _made);
        Assert.True(File.Exists(files.Files[0].Source));
    }

    private async Task<PortableRuntime> MakeAsync()
    {
        Interlocked.Increment(ref _made);
        string program = Path.Combine(_folder, "dotnet");
        await File.WriteAllTextAsync(program, "program", Stop);
        return new PortableRuntime(await _store.AddAsync(RuntimeLayout.Name, "linux-x64", [new FrameworkReference("Microsoft.NETCore.App", "10.0.0")], [new ApplicationFile("dotnet", program)], Stop), "");
    }
}
