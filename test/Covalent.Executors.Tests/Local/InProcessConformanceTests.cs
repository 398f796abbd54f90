using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Local;

/// <summary>Threads of this process.</summary>
public sealed class InProcessConformanceTests : ExecutorConformance
{
    protected override Executor CreateExecutor() => new LocalExecutor { Mode = LocalExecutor.InProcess, Workers = 2 };

    /// <summary>A deviation: the current folder belongs to the whole process, so tasks in it find theirs in their context.</summary>
    public override async Task WorkFolder_Given_IsMadeAndUsed()
    {
        await using var rig = await OpenAsync();
        var folder = WorkFolderFor(rig, "work here");
        var outcome = await rig.RunAsync(() => Electron(() => InProcessTasks.LeaveFile("left.txt")), new ElectronOptions { WorkDir = folder });
        AssertCompleted(outcome);
        Assert.Equal($"{folder}/left.txt", ExecutorRig.Value<string>(outcome));
    }

    /// <summary>A deviation, as above.</summary>
    public override async Task UniqueWorkFolder_GivenToSeveralTasks_KeepsThemApart()
    {
        await using var rig = await OpenAsync();
        var options = new ElectronOptions { WorkDir = WorkFolderFor(rig, "unique"), CreateUniqueWorkDir = true };
        var attempts = Enumerable.Range(0, 4).Select(_ => rig.Attempt(() => Electron(() => InProcessTasks.LeaveFile("same.txt")), options)).ToArray();
        rig.Start(attempts);
        foreach (var attempt in attempts)
        {
            var outcome = await rig.OutcomeOf(attempt);
            AssertCompleted(outcome);
            Assert.Equal($"{options.WorkDir}/{attempt.Dispatch.DispatchId}/node_{attempt.NodeId}/same.txt", ExecutorRig.Value<string>(outcome));
        }
    }

    [Fact(DisplayName = "Checklist 53: code that ignores its token is reported as not stopped, and ends once")]
    [Trait("Checklist", "53")]
    public async Task Stop_OfATaskThatDoesNotListen_SaysThatItStillRuns()
    {
        await using var rig = await OpenAsync();
        var (started, release) = (SignalFile(rig), SignalFile(rig));
        var attempt = rig.Attempt(() => Electron(() => InProcessTasks.IgnoreUntil(started, release)));
        rig.Start(attempt);
        await StartedAsync(started);
        Assert.False(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromMilliseconds(50)));
        await File.WriteAllTextAsync(release, "go");
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
        Assert.Equal(1, rig.TimesFinished(attempt));
    }

    [Fact]
    public async Task Stop_OfAQueuedTask_NeverRunsIt()
    {
        await using var rig = await OpenAsync();
        var (started, release) = (SignalFile(rig), SignalFile(rig));
        var busy = Enumerable.Range(0, 2).Select(_ => rig.Attempt(() => Electron(() => InProcessTasks.IgnoreUntil(started, release)))).ToArray();
        rig.Start(busy);
        await StartedAsync(started);
        var (ran, queued) = (SignalFile(rig), rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1))));
        rig.Start(queued);
        Assert.True(await rig.StopAsync(queued, StopReason.Cancelled, TimeSpan.Zero));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(queued)).Status);
        await File.WriteAllTextAsync(release, "go");
        Assert.All(await Task.WhenAll(busy.Select(rig.OutcomeOf)), outcome => Assert.Equal(Status.Completed, outcome.Status));
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task TaskThatAwaits_LeavesItsThreadToOthers_AndKeepsItsSlot()
    {
        await using var rig = await OpenAsync();
        var release = SignalFile(rig);
        var waiting = rig.Attempt(() => Electron(() => ConformanceTasks.WaitForFile(release, 7, CancellationToken.None)));
        var more = Enumerable.Range(0, 10).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, 1)))).ToArray();
        rig.Start(waiting);
        rig.Start(more);
        foreach (var attempt in more)
        {
            AssertCompleted(await rig.OutcomeOf(attempt));
        }

        await File.WriteAllTextAsync(release, "go");
        AssertCompleted(await rig.OutcomeOf(waiting));
    }

    [Fact(DisplayName = "Trap 7: a value that can change is never shared between tasks")]
    public async Task SharedResult_IsGivenOnlyForImmutableTypes()
    {
        await using var rig = await OpenAsync();
        Assert.NotNull((await rig.RunAsync(() => Electron(() => InProcessTasks.Text()))).SharedResult);
        Assert.Null((await rig.RunAsync(() => Electron(() => InProcessTasks.Numbers()))).SharedResult);
    }

    [Fact]
    public async Task ResultOfAUsersType_HasAHeadThatSaysWhatItIs()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => InProcessTasks.Make("x", 3)));
        var payload = Payload.FromBody(outcome.Result.Codec, "unused", outcome.ResultHead, outcome.Result.Bytes);
        Assert.Equal("Covalent.Executors.Tests.Local.InProcessTasks.Thing", payload.Header.Type);
        Assert.Contains("\"x\"", payload.Preview, StringComparison.Ordinal);
        Assert.Equal(new InProcessTasks.Thing("x", 3), payload.Decode<InProcessTasks.Thing>());
    }
}
