using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Commands;

/// <summary>What a supervisor does beside running the tasks in a child.</summary>
public sealed class SupervisorTests : IDisposable
{
    private readonly WorkerRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task News_OfATaskThatReturnsOrDies_IsOneLine(bool dies)
    {
        var news = Path.Combine(_run.Folder, "news");
        await WorkerRun.Package<int>(dies ? () => Electron(() => WorkerTasks.FailFast()) : () => Electron(() => WorkerTasks.Add(1, 1))).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start([.. (_run.Command with { Supervise = true }).RunArguments(), "--news", news]);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        Assert.StartsWith($"{Path.GetFileName(_run.Folder)} outcome ", Assert.Single(await File.ReadAllLinesAsync(news)), StringComparison.Ordinal);
        Assert.Equal(dies, (await _run.OutcomeAsync()).ProcessDied);
    }

    [Theory(DisplayName = "The file that keeps room on the disk is gone, also when the worker could not take it away itself")]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Reserve_OfAWorkerThatIsGone_IsGoneToo(bool dies, bool supervised)
    {
        var signal = Path.Combine(_run.Folder, "signal");
        await _run.RunAsync<int>(
            dies ? () => Electron(() => WorkerTasks.FailFast()) : () => Electron(() => WorkerTasks.Stuck(signal)),
            command => command with { Supervise = supervised, Grace = TimeSpan.Zero },
            dies ? null : new ElectronOptions { TimeLimit = TimeSpan.FromMilliseconds(1) });
        Assert.Equal(Status.Failed, (await _run.OutcomeAsync()).Status);
        Assert.DoesNotContain(Directory.GetFiles(_run.Folder), file => file.EndsWith(".reserve", StringComparison.Ordinal));
    }
}
