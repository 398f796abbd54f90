using System.Text;
using Covalent.Core.Execution;
using Xunit;
using static Covalent.Workflow;

namespace Covalent.Testing;

/// <summary>What executors must do whose tasks run in processes of their own: a task can do no harm to others, and any task can be stopped.</summary>
public abstract class IsolatedExecutorConformance : ExecutorConformance
{
    /// <summary>A task that kills its process fails alone; what it printed is kept.</summary>
    [Fact]
    [Trait("Checklist", "39")]
    public virtual async Task Task_ThatKillsItsProcess_FailsAlone()
    {
        await using var rig = await OpenAsync();
        var killer = rig.Attempt(() => Electron(() => ConformanceTasks.KillOwnProcess()));
        var others = Enumerable.Range(0, 10).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, i)))).ToArray();
        rig.Start([others[0], killer, .. others[1..]]);
        var outcome = await rig.OutcomeOf(killer);
        AssertDied(outcome);
        Assert.Equal("before the end\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
        foreach (var other in others)
        {
            AssertCompleted(await rig.OutcomeOf(other));
        }
    }

    /// <summary>The same for a task that had printed more than anybody keeps: its last words are there, and the dispatcher is not filled with the rest.</summary>
    [Fact]
    public virtual async Task Task_ThatPrintsMuchAndKillsItsProcess_KeepsItsLastWords()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.PrintAndKillOwnProcess(20)));
        AssertDied(outcome);
        Assert.InRange(outcome.Stdout.Length, 1, 5 << 20);
        Assert.True(outcome.Stdout.Span.EndsWith("before the end\n"u8), "The last line is missing.");
    }

    /// <summary>The same for a process that ends as after a bug.</summary>
    [Fact]
    [Trait("Checklist", "39")]
    public virtual async Task Task_ThatFailsFast_FailsAloneWithItsLastWords()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.FailFast()));
        AssertDied(outcome);
        Assert.Contains("the end of this process is wanted", Encoding.UTF8.GetString(outcome.Stderr.Span), StringComparison.Ordinal);
        AssertCompleted(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1))));
    }

    /// <summary>The same for a process that ends itself as if all were well.</summary>
    [Fact]
    public virtual async Task Task_ThatExits_IsNotTakenForCompleted()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Exit(0)));
        AssertDied(outcome);
        Assert.Equal("leaving\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
    }

    /// <summary>The same for an exception on a thread of its own.</summary>
    [Fact]
    public virtual async Task Task_WithAnExceptionElsewhere_Fails()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.ThrowElsewhere()));
        AssertDied(outcome);
        Assert.Contains("nobody catches this", Encoding.UTF8.GetString(outcome.Stderr.Span) + outcome.Failure?.Inner?.Message, StringComparison.Ordinal);
    }

    /// <summary>Code that ignores its token is stopped with its process, and that is said.</summary>
    [Fact]
    [Trait("Checklist", "53")]
    public virtual async Task Stop_OfATaskThatDoesNotListen_EndsItsProcess()
    {
        await using var rig = await OpenAsync();
        var signal = SignalFile(rig);
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Stuck(signal)));
        rig.Start(attempt);
        await StartedAsync(signal);
        Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromMilliseconds(200)));
        var outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Cancelled, outcome.Status);
        Assert.True(outcome.StopConfirmed);
    }

    /// <summary>The same for a time limit.</summary>
    [Fact]
    public virtual async Task TimeLimit_OfATaskThatDoesNotListen_EndsItsProcess()
    {
        await using var rig = await OpenAsync();
        var signal = SignalFile(rig);
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Stuck(signal)), new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.TimeLimit, outcome.Failure?.Kind);
    }

    /// <summary>A task may change the current folder; the next one does not notice.</summary>
    [Fact]
    public virtual async Task Task_ThatChangesItsFolder_DisturbsNobody()
    {
        await using var rig = await OpenAsync();
        var before = ExecutorRig.Value<string>(await rig.RunAsync(() => Electron(() => ConformanceTasks.CurrentFolder())));
        AssertCompleted(await rig.RunAsync(() => Electron(() => ConformanceTasks.ChangeFolder("/"))));
        Assert.Equal(before, ExecutorRig.Value<string>(await rig.RunAsync(() => Electron(() => ConformanceTasks.CurrentFolder()))));
    }

    /// <summary>A task may close its streams; its output is kept and the next one prints.</summary>
    [Fact]
    public virtual async Task Task_ThatClosesItsStreams_DisturbsNobody()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.CloseStreams()));
        AssertCompleted(outcome);
        Assert.Equal("last line\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
        var next = await rig.RunAsync(() => Electron(() => ConformanceTasks.Speak("still heard", "too")));
        Assert.Equal("still heard\n", Encoding.UTF8.GetString(next.Stdout.Span));
    }

    /// <summary>What child processes print belongs to the task.</summary>
    [Fact]
    public virtual async Task Task_WithAChildProcess_KeepsItsOutput()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.PrintFromChild("from the child; $(not run)")));
        AssertCompleted(outcome);
        Assert.Equal("from the child; $(not run)\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
    }

    /// <summary>What a stopped task had started ends with it.</summary>
    [Fact]
    public virtual async Task Stop_OfATaskWithChildren_EndsThemToo()
    {
        await using var rig = await OpenAsync();
        var (signal, childFile) = (SignalFile(rig), SignalFile(rig));
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.LeaveChildAndWait(signal, childFile)));
        rig.Start(attempt);
        await StartedAsync(signal);
        var child = int.Parse(await File.ReadAllTextAsync(childFile));
        Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.Zero));
        await rig.OutcomeOf(attempt);
        await GoneAsync(child);
    }

    /// <summary>Peak memory is told.</summary>
    [Fact]
    public virtual async Task Task_ThatTakesMemory_TellsItsPeak()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.TakeMemory(200)));
        AssertCompleted(outcome);
        Assert.InRange(outcome.PeakMemory, 1L << 20, 1L << 34);
    }

    private async Task GoneAsync(int process)
    {
        if (RunsOnThisMachine)
        {
            await ProcessNotice.GoneAsync(process);
        }
    }

    private static void AssertDied(TaskOutcome outcome)
    {
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.ProcessDied, outcome.Failure?.Kind);
        Assert.True(outcome.ProcessDied);
    }
}
