using System.Diagnostics;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Feeding;

/// <summary>The worker that a Dask worker keeps, spoken to as it does.</summary>
public sealed class FeedCommandTests : IDisposable
{
    private readonly Feeder _feeder = new();

    public void Dispose() => _feeder.Dispose();

    [Fact]
    public async Task Worker_WithoutAnotherJob_SaysThatItLeaves()
    {
        using var process = Start();
        _feeder.Hand(1, await _feeder.PackageAsync(() => Electron(() => WorkerTasks.Add(1, 2))));
        Assert.Equal(3, WorkerRun.Value<int>(_feeder.Outcome(_feeder.Line())));
        Assert.Equal(("leaving", null), (_feeder.Line(), _feeder.Line()));
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(75)]
    public async Task Task_ThatExits_CannotSayThatItsWorkerLeft(int code)
    {
        using var process = Start();
        _feeder.Hand(1, await _feeder.PackageAsync(() => Electron(() => WorkerTasks.Exit(code))));
        Assert.Null(_feeder.Line());
        Assert.Equal(code, (await WorkerRun.EndOfAsync(process)).ExitCode);
    }

    [Fact]
    public async Task Task_ThatIsLeftBehindAfterItsTimeLimit_IsAnsweredBeforeTheFarewell()
    {
        using var process = Start();
        var package = await _feeder.PackageAsync(
            () => Electron(() => WorkerTasks.Stuck(Path.Combine(_feeder.Folder, "signal"))), new ElectronOptions { TimeLimit = TimeSpan.FromMilliseconds(1) });
        _feeder.Hand(1, package);
        Assert.Equal(FailureKind.TimeLimit, _feeder.Outcome(_feeder.Line()).Failure!.Kind);
        Assert.Equal(("leaving", null), (_feeder.Line(), _feeder.Line()));
        await WorkerRun.EndOfAsync(process);
    }

    // Its output goes into files once it runs; what it says before that belongs to the test.
    private Process Start() => WorkerRun.Start("feed", "--socket", _feeder.Path, "--folder", _feeder.Folder, "--idle", "0", "--grace", "0");
}
