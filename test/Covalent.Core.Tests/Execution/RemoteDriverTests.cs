using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Microsoft.Extensions.Time.Testing;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Execution;

/// <summary>Submit, save, poll, receive, cancel, clean up: with a back end and a clock in the test's hand.</summary>
public sealed class RemoteDriverTests : IAsyncLifetime
{
    private readonly DriverRig _rig = new();
    private readonly PulsingClock _clock;
    private FakeRemote _remote = new();
    private IExecutorDriver? _driver;

    public RemoteDriverTests() => _clock = new PulsingClock(_rig.Pulse, DateTimeOffset.UnixEpoch);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }
    }

    [Fact]
    public async Task Task_OnItsWay_GoesThroughAllStepsInOrder()
    {
        var attempt = Start(new FakeRemote());
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        Assert.DoesNotContain("poll 0", _remote.Calls);
        await PollAsync();
        Assert.DoesNotContain("started 0", _rig.Journal);
        _remote.Jobs[NameOf(attempt)] = JobStatus.Running;
        await PollAsync();
        await UntilAsync(() => _rig.Journal.Contains("started 0"));
        _remote.Jobs[NameOf(attempt)] = JobStatus.Ended;
        await PollAsync();
        Assert.Equal(Status.Completed, (await _rig.EndOf(attempt)).Status);
        await UntilAsync(() => _remote.Calls.Contains("teardown 0"));
        Assert.Equal(["setup 0", "submit 0", "poll 0", "poll 0", "poll 0", "receive 0 Ended", "cleanup 0", "teardown 0"], _remote.Calls);
        Assert.Equal($$"""{"name":"{{NameOf(attempt)}}"}""", _rig.Handles[attempt]);
    }

    [Fact(DisplayName = "Checklist 45: the poll's value reaches receive")]
    [Trait("Checklist", "45")]
    public async Task Receive_IsGivenTheLastStatus()
    {
        var attempt = Start(new FakeRemote());
        await EndAsync(attempt, JobStatus.Ended with { Reason = "TIMEOUT" });
        Assert.Contains("receive 0 Ended TIMEOUT", _remote.Calls);
    }

    [Fact(DisplayName = "Checklist 45: a poll error fails the group")]
    [Trait("Checklist", "45")]
    public async Task PollError_ThatWillNotPass_FailsAllJobsOfThatPoll()
    {
        var remote = new FakeRemote { OnPoll = _ => throw new ExecutorException("access denied") };
        var attempts = StartMany(remote, 3);
        await UntilAsync(() => _rig.Handles.Count == 3);
        await PollAsync();
        foreach (var attempt in attempts)
        {
            var outcome = await _rig.EndOf(attempt);
            Assert.Equal((Status.Failed, "access denied"), (outcome.Status, outcome.Failure!.Message));
        }
    }

    [Fact]
    public async Task PollError_ThatMayPass_IsNoNews()
    {
        var failures = 3;
        var remote = new FakeRemote();
        remote.OnPoll = jobs => failures-- > 0 ? throw new ExecutorException("connection lost", isTransient: true) : [.. jobs.Select(_ => JobStatus.Ended)];
        var attempt = Start(remote);
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        for (var i = 0; i < 4; i++)
        {
            await PollAsync();
        }

        Assert.Equal(Status.Completed, (await _rig.EndOf(attempt)).Status);
        Assert.Single(_remote.Calls, call => call.StartsWith("receive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tasks_StartedTogether_AreSubmittedAndPolledInOneCall()
    {
        var attempts = StartMany(new FakeRemote(), 5);
        await UntilAsync(() => _rig.Handles.Count == 5);
        await PollAsync();
        Assert.Contains("submit 0,1,2,3,4", _remote.Calls);
        Assert.Contains("poll 0,1,2,3,4", _remote.Calls);
        Assert.Equal(5, attempts.Length);
    }

    [Fact]
    public async Task Batches_AreNotLargerThanTheExecutorTakes()
    {
        StartMany(new FakeRemote { Batch = 2 }, 5);
        await UntilAsync(() => _rig.Handles.Count == 5);
        Assert.Equal(3, _remote.Calls.Count(call => call.StartsWith("submit", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Submission_RefusedForOneTask_FailsThatOneOnly()
    {
        var remote = new FakeRemote();
        remote.OnSubmit = tasks => [JobSubmission.Refused(new ExecutorException("invalid partition")), .. remote.Accept([.. tasks.Skip(1)])];
        var attempts = StartMany(remote, 2);
        var outcome = await _rig.EndOf(attempts[0]);
        Assert.Equal((FailureKind.Configuration, "invalid partition"), (outcome.Failure!.Kind, outcome.Failure.Message));
        await EndAsync(attempts[1], JobStatus.Ended);
        await UntilAsync(() => _remote.Calls.Contains("teardown 0"));
        Assert.DoesNotContain("cleanup 0", _remote.Calls);
    }

    [Fact]
    public async Task Submission_WhoseAnswerWasLost_IsLookedForBeforeItIsRepeated()
    {
        var first = true;
        var remote = new FakeRemote();
        remote.OnSubmit = tasks =>
        {
            var accepted = remote.Accept(tasks);
            if (first)
            {
                first = false;
                throw new ExecutorException("connection lost after sending", isTransient: true);
            }

            return accepted;
        };
        var attempt = Start(remote);
        await UntilAsync(() => _remote.Calls.Contains("submit 0"));
        await AdvanceUntilAsync(() => _rig.Handles.ContainsKey(attempt));
        Assert.Equal(["setup 0", "submit 0", "find 0"], _remote.Calls.Take(3));
        await EndAsync(attempt, JobStatus.Ended);
    }

    [Fact]
    public async Task Submission_ThatNeverArrived_IsRepeated()
    {
        var failures = 2;
        var remote = new FakeRemote();
        remote.OnSubmit = tasks => failures-- > 0 ? throw new ExecutorException("unreachable", isTransient: true) : remote.Accept(tasks);
        var attempt = Start(remote);
        await UntilAsync(() => _remote.Calls.Contains("submit 0"));
        await AdvanceUntilAsync(() => _rig.Handles.ContainsKey(attempt));
        Assert.Equal(3, _remote.Calls.Count(call => call == "submit 0"));
        Assert.Equal(2, _remote.Calls.Count(call => call == "find 0"));
        await EndAsync(attempt, JobStatus.Ended);
    }

    [Fact]
    public async Task Submission_ThatKeepsFailing_FailsTheTaskWithTheLastReason()
    {
        var attempt = Start(new FakeRemote { OnSubmit = _ => throw new ExecutorException("unreachable", isTransient: true) });
        await AdvanceUntilAsync(() => _rig.EndOf(attempt).IsCompleted);
        var outcome = await _rig.EndOf(attempt);
        Assert.Equal((FailureKind.Executor, "unreachable"), (outcome.Failure!.Kind, outcome.Failure.Message));
    }

    [Fact]
    public async Task Handle_ThatCannotBeSaved_FailsTheTaskAndCancelsItsJob()
    {
        _rig.BeforeSaving = () => throw new StorageException("The disk is full.");
        var attempt = Start(new FakeRemote());
        Assert.Equal("The disk is full.", (await _rig.EndOf(attempt)).Failure!.Message);
        await UntilAsync(() => _remote.Calls.Contains("cancel 0"));
    }

    [Fact]
    public async Task Job_UnknownForLong_IsLookedForAndThenReportedAsLost()
    {
        var attempt = Start(new FakeRemote { Patience = 3, OnReceive = (_, _) => new JobResult { Diagnosis = "sacct knows nothing." } });
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        _remote.Jobs.Clear();
        await PollAsync();
        await PollAsync();
        Assert.DoesNotContain(_remote.Calls, call => call.StartsWith("receive", StringComparison.Ordinal));
        await PollAsync();
        var outcome = await _rig.EndOf(attempt);
        Assert.Equal((Status.Failed, "job-lost"), (outcome.Status, outcome.Failure!.Type));
        Assert.Contains("It may have run. sacct knows nothing.", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_UnknownButWithAnOutcome_Completes()
    {
        var attempt = Start(new FakeRemote { Patience = 1 });
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        _remote.Jobs.Clear();
        await PollAsync();
        Assert.Equal(Status.Completed, (await _rig.EndOf(attempt)).Status);
    }

    [Fact]
    public async Task Job_KilledForMemory_IsADeathWithTheBackEndsReason()
    {
        var attempt = Start(new FakeRemote { OnReceive = (_, _) => new JobResult { Diagnosis = "slurmstepd: oom-kill event", Stderr = "last words"u8.ToArray() } });
        var outcome = await EndAsync(attempt, JobStatus.Ended with { Died = true, Reason = "OUT_OF_MEMORY", ExitCode = 137, Host = "node-7" });
        Assert.Equal((FailureKind.ProcessDied, true, "node-7"), (outcome.Failure!.Kind, outcome.ProcessDied, outcome.Host));
        Assert.Contains("OUT_OF_MEMORY slurmstepd: oom-kill event killed (SIGKILL)", outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("last words", Encoding.UTF8.GetString(outcome.Stderr.Span));
    }

    [Fact]
    public async Task Job_ThatItsMachineCouldNotBegin_IsAMatterOfConfiguration()
    {
        var attempt = Start(new FakeRemote { OnReceive = (_, _) => new JobResult { Diagnosis = "mkdir: cannot create directory" } });
        var outcome = await EndAsync(attempt, JobStatus.Ended with { IsMisconfigured = true, Reason = "The machine could not begin the task:", ExitCode = 98, Host = "node-7" });
        Assert.Equal((FailureKind.Configuration, false), (outcome.Failure!.Kind, outcome.ProcessDied));
        Assert.Contains("could not begin the task: mkdir: cannot create directory exit code 98: the work folder could not be made or entered.", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_StoppedByItsBackEnd_IsNotTakenForCancelled()
    {
        var attempt = Start(new FakeRemote { OnReceive = (job, _) => new JobResult { Outcome = FakeRemote.Outcome(job, new TaskOutcome { Status = Status.Cancelled }) } });
        var outcome = await EndAsync(attempt, JobStatus.Ended with { Reason = "PREEMPTED" });
        Assert.Equal((Status.Failed, "stopped-by-back-end"), (outcome.Status, outcome.Failure!.Type));
        Assert.Contains("PREEMPTED", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_ThatIsDamaged_FailsTheTaskClearly()
    {
        var attempt = Start(new FakeRemote { OnReceive = (_, _) => new JobResult { Outcome = "half a fi"u8.ToArray() } });
        var outcome = await EndAsync(attempt, JobStatus.Ended);
        Assert.Contains("outcome of a task is damaged", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OfARunningJob_CancelsItAtTheBackEndAndIsConfirmedByIt()
    {
        var remote = new FakeRemote { OnReceive = (job, _) => new JobResult { Outcome = FakeRemote.Outcome(job, new TaskOutcome { Status = Status.Cancelled }) } };
        var attempt = Start(remote);
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        remote.OnCancel = jobs =>
        {
            remote.Jobs[NameOf(attempt)] = JobStatus.Ended;
            return [true];
        };
        var stop = _driver!.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(5), CancellationToken.None).AsTask();
        Assert.Equal(Status.Cancelled, (await _rig.EndOf(attempt)).Status);
        Assert.True(await stop);
    }

    [Fact]
    public async Task Stop_ThatTheBackEndDoesNotConfirm_SaysSo()
    {
        var attempt = Start(new FakeRemote());
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        _remote.Jobs[NameOf(attempt)] = JobStatus.Running;
        var stop = _driver!.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(5), CancellationToken.None).AsTask();
        await UntilAsync(() => _remote.Calls.Contains("cancel 0"));
        await AdvanceUntilAsync(() => stop.IsCompleted);
        Assert.False(await stop);
    }

    [Fact]
    public async Task Stops_OfManyJobs_GoInFewCalls()
    {
        var attempts = StartMany(new FakeRemote(), 50);
        await UntilAsync(() => _rig.Handles.Count == 50);
        var stops = attempts.Select(attempt => _driver!.StopAsync(attempt, StopReason.Cancelled, TimeSpan.Zero, CancellationToken.None).AsTask()).ToList();
        await UntilAsync(() => _remote.Calls.Where(call => call.StartsWith("cancel", StringComparison.Ordinal)).Sum(call => call.Split(',').Length) >= 50);
        Assert.InRange(_remote.Calls.Count(call => call.StartsWith("cancel", StringComparison.Ordinal)), 1, 25);
        await AdvanceUntilAsync(() => stops.TrueForAll(stop => stop.IsCompleted));
    }

    [Fact]
    public async Task Stop_BeforeSubmission_SubmitsNothing()
    {
        var gate = new TaskCompletionSource();
        var remote = new FakeRemote { Batch = 1 };
        _rig.BeforeSaving = () => gate.Task;
        // Four calls are under way and wait; the fifth task has not been submitted.
        var attempts = StartMany(remote, 5);
        await UntilAsync(() => remote.Calls.Count(call => call.StartsWith("submit", StringComparison.Ordinal)) == 4);
        var stop = _driver!.StopAsync(attempts[4], StopReason.Cancelled, TimeSpan.FromSeconds(5), CancellationToken.None).AsTask();
        gate.SetResult();
        Assert.True(await stop);
        Assert.Equal(Status.Cancelled, (await _rig.EndOf(attempts[4])).Status);
        Assert.DoesNotContain("submit 4", remote.Calls);
    }

    [Fact]
    public async Task Cleanup_SwitchedOff_LeavesEverything()
    {
        var attempt = Start(new FakeRemote { Cleans = false });
        await EndAsync(attempt, JobStatus.Ended);
        await UntilAsync(() => _remote.Calls.Contains("teardown 0"));
        Assert.DoesNotContain("cleanup 0", _remote.Calls);
    }

    [Fact]
    public async Task Reattach_WithASavedHandle_PollsWithoutSubmitting()
    {
        var attempt = SampleAttempts.Sum();
        attempt.JobHandle = $$"""{"name":"{{NameOf(attempt)}}"}""";
        Open(new FakeRemote()).Reattach([attempt], _rig);
        _remote.Jobs[NameOf(attempt)] = JobStatus.Ended;
        await UntilAsync(() => _remote.Calls.Contains("setup 0"));
        await AdvanceUntilAsync(() => _rig.EndOf(attempt).IsCompleted);
        Assert.Equal(Status.Completed, (await _rig.EndOf(attempt)).Status);
        Assert.DoesNotContain(_remote.Calls, call => call.StartsWith("submit", StringComparison.Ordinal) || call.StartsWith("find", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reattach_WithoutAHandle_FindsTheJobOrSubmitsIt()
    {
        var dispatch = Wide(2);
        TaskAttempt[] attempts = [SampleAttempts.At(dispatch, 0), SampleAttempts.At(dispatch, 1)];
        var remote = new FakeRemote();
        remote.Jobs[NameOf(attempts[0])] = JobStatus.Running;
        Open(remote).Reattach(attempts, _rig);
        await UntilAsync(() => _rig.Handles.Count == 2);
        Assert.Contains("find 0,1", remote.Calls);
        Assert.Contains("submit 1", remote.Calls);
    }

    [Fact]
    public async Task Closing_WithRunningJobs_LeavesThemRunning()
    {
        var attempt = Start(new FakeRemote());
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        await _driver!.DisposeAsync();
        var outcome = await _rig.EndOf(attempt);
        Assert.Equal((Status.Cancelled, false), (outcome.Status, outcome.StopConfirmed));
        Assert.DoesNotContain(_remote.Calls, call => call.StartsWith("cancel", StringComparison.Ordinal) || call.StartsWith("cleanup", StringComparison.Ordinal));
    }

    private static string NameOf(TaskAttempt attempt) => attempt.JobName;

    private static TaskDispatch Wide(int count) => SampleAttempts.Dispatch(() =>
    {
        var last = Electron(() => SampleTasks.Add(0, 0));
        for (var i = 1; i < count; i++)
        {
            last = Electron(() => SampleTasks.Add(1, 1));
        }

        return last;
    });

    private IExecutorDriver Open(FakeRemote remote)
    {
        _remote = remote;
        remote.Pulse = _rig.Pulse;
        return _driver = remote.CreateDriver(DriverRig.Host(_clock));
    }

    private TaskAttempt Start(FakeRemote remote) => StartMany(remote, 1)[0];

    private TaskAttempt[] StartMany(FakeRemote remote, int count)
    {
        var dispatch = Wide(count);
        var attempts = Enumerable.Range(0, count).Select(node => SampleAttempts.At(dispatch, node)).ToArray();
        Open(remote).Start(attempts, _rig);
        return attempts;
    }

    private async Task<TaskOutcome> EndAsync(TaskAttempt attempt, JobStatus status)
    {
        await UntilAsync(() => _rig.Handles.ContainsKey(attempt));
        _remote.Jobs[NameOf(attempt)] = status;
        await AdvanceUntilAsync(() => _rig.EndOf(attempt).IsCompleted);
        return await _rig.EndOf(attempt);
    }

    /// <summary>Lets one poll happen: exactly one pause passes.</summary>
    private async Task PollAsync()
    {
        var before = Polls();
        await AdvanceUntilAsync(() => Polls() > before);
    }

    private int Polls() => _remote.Calls.Count(call => call.StartsWith("poll", StringComparison.Ordinal));

    /// <summary>Moves the clock on until something has happened; what runs in between runs on other threads.</summary>
    private Task AdvanceUntilAsync(Func<bool> happened) => _clock.UntilAsync(() => Task.FromResult(happened()), TimeSpan.FromMinutes(1));

    private Task UntilAsync(Func<bool> happened) => _rig.Pulse.UntilAsync(happened);
}
