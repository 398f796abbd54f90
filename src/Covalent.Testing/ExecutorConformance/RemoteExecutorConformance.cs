using Covalent.Core.Execution;
using Xunit;
using static Covalent.Workflow;

namespace Covalent.Testing;

/// <summary>What executors must do whose jobs live on without the dispatcher: nothing is lost, nothing runs twice, nothing is left behind.</summary>
public abstract class RemoteExecutorConformance : IsolatedExecutorConformance
{
    /// <summary>What the executor's jobs left on the far side, as paths or names for people; empty when it is clean.</summary>
    protected abstract IReadOnlyList<string> Leftovers();

    /// <summary>A dispatcher that starts again takes a running job over by its saved handle.</summary>
    [Fact]
    [Trait("Checklist", "44")]
    public virtual async Task Restart_WithASavedHandle_TakesTheRunningJobOver()
    {
        var executor = CreateExecutor();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var (log, goOn) = (SignalFile(rig), SignalFile(rig));
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.CountAndWait(log, goOn, CancellationToken.None)));
        rig.Start(attempt);
        await StartedAsync(log);
        await rig.HandleSaved(attempt);
        await rig.RestartAsync(executor);
        var remembered = rig.Remembered(attempt);
        Assert.NotNull(remembered.JobHandle);
        rig.Reattach(remembered);
        await File.WriteAllTextAsync(goOn, "go on");
        AssertCompleted(await rig.OutcomeOf(remembered));
        Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
    }

    /// <summary>A dispatcher that died between submission and saving the handle finds the job by its name.</summary>
    [Fact]
    public virtual async Task Restart_WithALostHandle_FindsTheRunningJobByItsName()
    {
        var executor = CreateExecutor();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var (log, goOn) = (SignalFile(rig), SignalFile(rig));
        rig.LosesHandles = true;
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.CountAndWait(log, goOn, CancellationToken.None)));
        rig.Start(attempt);
        await StartedAsync(log);
        await rig.RestartAsync(executor);
        rig.LosesHandles = false;
        var remembered = rig.Remembered(attempt);
        Assert.Null(remembered.JobHandle);
        rig.Reattach(remembered);
        await rig.HandleSaved(remembered);
        await File.WriteAllTextAsync(goOn, "go on");
        AssertCompleted(await rig.OutcomeOf(remembered));
        Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
    }

    /// <summary>A dispatcher that died before submission submits.</summary>
    [Fact]
    public virtual async Task Restart_BeforeSubmission_SubmitsTheJob()
    {
        await using var rig = await OpenAsync();
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(20, 22)));
        rig.Reattach(attempt);
        var outcome = await rig.OutcomeOf(attempt);
        AssertCompleted(outcome);
        Assert.Equal(42, ExecutorRig.Value<int>(outcome));
    }

    /// <summary>A job that ended while no dispatcher lived is fetched.</summary>
    [Fact]
    public virtual async Task Restart_AfterTheJobEnded_FetchesItsOutcome()
    {
        var executor = CreateExecutor();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var (log, goOn) = (SignalFile(rig), SignalFile(rig));
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.CountAndWait(log, goOn, CancellationToken.None)));
        rig.Start(attempt);
        await StartedAsync(log);
        await rig.HandleSaved(attempt);
        await rig.Driver.DisposeAsync();
        await File.WriteAllTextAsync(goOn, "go on");
        await StartedAsync(log + ".done");
        await rig.RestartAsync(executor);
        var remembered = rig.Remembered(attempt);
        rig.Reattach(remembered);
        AssertCompleted(await rig.OutcomeOf(remembered));
        Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
    }

    /// <summary>How far a task said it is before the dispatcher died, is heard by the next one.</summary>
    [Fact]
    public virtual async Task Restart_UnderATaskThatToldItsProgress_HearsIt()
    {
        var executor = CreateExecutor();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var goOn = SignalFile(rig);
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.ReportAndWait(goOn, CancellationToken.None)));
        var heard = ProgressAsync(rig, 0.25);
        rig.Start(attempt);
        await heard;
        await rig.HandleSaved(attempt);
        await rig.RestartAsync(executor);
        rig.ProgressReports.Clear();
        var heardAgain = ProgressAsync(rig, 0.25);
        var remembered = rig.Remembered(attempt);
        rig.Reattach(remembered);
        await heardAgain;
        await File.WriteAllTextAsync(goOn, "go on");
        AssertCompleted(await rig.OutcomeOf(remembered));
    }

    /// <summary>After success, failure, cancellation and death nothing is left.</summary>
    [Fact]
    public virtual async Task Cleanup_AfterEveryKindOfEnd_LeavesNothing()
    {
        await using (var rig = await OpenAsync())
        {
            AssertCompleted(await rig.RunAsync(() => Electron(() => ConformanceTasks.Speak("out", "err"))));
            Assert.Equal(Status.Failed, (await rig.RunAsync(() => Electron(() => ConformanceTasks.Fail("expected")))).Status);
            Assert.Equal(Status.Failed, (await rig.RunAsync(() => Electron(() => ConformanceTasks.KillOwnProcess()))).Status);
            var signal = SignalFile(rig);
            var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.WaitUntilStopped(signal, CancellationToken.None)));
            rig.Start(attempt);
            await StartedAsync(signal);
            Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(5)));
        }

        Assert.Empty(Leftovers());
    }
}
