using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

/// <summary>The documented life cycle, for both base classes.</summary>
public sealed class BaseExecutorTests
{
    [Fact(DisplayName = "Checklist 40: order is setup, run, teardown; each gets dispatch id, node id, results folder")]
    [Trait("Checklist", "40")]
    public async Task LifeCycle_OfACompletedTask_RunsInOrderWithTheTasksMetadata()
    {
        foreach (var executor in new ILoggingExecutor[] { new AsyncProbe(), new SyncProbe() })
        {
            var attempt = SampleAttempts.Sum();
            var outcome = await RunAsync(executor, attempt);
            Assert.Equal(Status.Completed, outcome.Status);
            var folder = Path.Combine(DriverRig.ResultsFolder, SampleAttempts.DispatchId);
            var who = $"{SampleAttempts.DispatchId} {attempt.NodeId} 1 {folder}";
            Assert.Equal([$"setup {who}", $"run {who}", $"teardown {who}"], executor.Calls);
        }
    }

    [Theory(DisplayName = "Checklist 40: teardown also after failure, and its own failure never replaces the task's end")]
    [Trait("Checklist", "40")]
    [InlineData("setup", "setup,teardown", Status.Failed)]
    [InlineData("run", "setup,run,teardown", Status.Failed)]
    [InlineData("teardown", "setup,run,teardown", Status.Completed)]
    [InlineData("run+teardown", "setup,run,teardown", Status.Failed)]
    public async Task LifeCycle_WithAFailure_AlwaysTearsDown(string failing, string calls, Status status)
    {
        foreach (var executor in new ILoggingExecutor[] { new AsyncProbe(), new SyncProbe() })
        {
            executor.Failing = failing;
            var outcome = await RunAsync(executor, SampleAttempts.Sum());
            Assert.Equal(status, outcome.Status);
            Assert.Equal(calls, string.Join(',', executor.Calls.Select(call => call.Split(' ')[0])));
            if (status == Status.Failed)
            {
                Assert.Equal(failing.Split('+')[0] + " failed", outcome.Failure!.Message);
            }
        }
    }

    [Fact(DisplayName = "Checklist 41: runtime error FAILED with streams, cancel error CANCELLED, other errors FAILED with error text")]
    [Trait("Checklist", "41")]
    public async Task Exceptions_OfRun_BecomeTheDocumentedStatuses()
    {
        var runtime = await RunAsync(new AsyncProbe { Throws = new TaskRuntimeException("the task's own fault") }, SampleAttempts.Sum());
        Assert.Equal((Status.Failed, FailureKind.UserCode, "the task's own fault"), (runtime.Status, runtime.Failure!.Kind, runtime.Failure.Message));
        Assert.Equal("to stdout\n", Encoding.UTF8.GetString(runtime.Stdout.Span));
        Assert.Equal("to stderr\n", Encoding.UTF8.GetString(runtime.Stderr.Span));

        var cancelled = await RunAsync(new AsyncProbe { Throws = new TaskCancelledException() }, SampleAttempts.Sum());
        Assert.Equal(Status.Cancelled, cancelled.Status);
        Assert.Equal("to stdout\n", Encoding.UTF8.GetString(cancelled.Stdout.Span));

        var other = await RunAsync(new AsyncProbe { Throws = new InvalidOperationException("the executor's fault") }, SampleAttempts.Sum());
        Assert.Equal((Status.Failed, FailureKind.Executor, "the executor's fault"), (other.Status, other.Failure!.Kind, other.Failure.Message));
        Assert.Contains(nameof(AsyncProbe), other.Failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("to stderr\n", Encoding.UTF8.GetString(other.Stderr.Span));
    }

    [Fact]
    public async Task Exceptions_ThatSayARetryCannotHelp_AreNotRetried()
    {
        var refused = await RunAsync(new AsyncProbe { Throws = new ExecutorException("wrong key") }, SampleAttempts.Sum());
        Assert.Equal(FailureKind.Configuration, refused.Failure!.Kind);
        Assert.False(new RetryPolicy(3).Allows(refused.Failure, 1));
        var busy = await RunAsync(new AsyncProbe { Throws = new ExecutorException("busy", isTransient: true) }, SampleAttempts.Sum());
        Assert.True(new RetryPolicy(3).Allows(busy.Failure!, 1));
    }

    [Fact(DisplayName = "Checklist 42: log files append; relative paths land under the dispatch folder")]
    [Trait("Checklist", "42")]
    public async Task LogFiles_OfSeveralTasks_AreAppended()
    {
        var results = Directory.CreateTempSubdirectory("covalent-logs-").FullName;
        try
        {
            var absolute = Path.Combine(results, "absolute.log");
            for (var i = 0; i < 2; i++)
            {
                await RunAsync(new AsyncProbe { LogStdout = "logs/out.log", LogStderr = absolute }, SampleAttempts.Sum(), results);
            }

            Assert.Equal("to stdout\nto stdout\n", await File.ReadAllTextAsync(Path.Combine(results, SampleAttempts.DispatchId, "logs", "out.log")));
            Assert.Equal("to stderr\nto stderr\n", await File.ReadAllTextAsync(absolute));
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    [Fact]
    public async Task LogFile_ThatCannotBeWritten_DoesNotFailTheTask()
    {
        var outcome = await RunAsync(new AsyncProbe { LogStdout = "/proc/nowhere/out.log" }, SampleAttempts.Sum());
        Assert.Equal(Status.Completed, outcome.Status);
    }

    [Fact(DisplayName = "Checklist 43: FromDictionary does not alias the caller's dictionary; ToDictionary round trips")]
    [Trait("Checklist", "43")]
    public void Dictionary_OfAnExecutor_RoundTripsWithoutAliasing()
    {
        var original = new AsyncProbe { LogStdout = "o.log", CacheDir = "/c", TimeLimit = 90.5, Retries = 4, MaxConcurrency = 7, Labels = { ["a"] = "1" }, Hosts = ["x", "y"] };
        var dictionary = original.ToDictionary();
        Assert.Equal("o.log", (string?)dictionary["log_stdout"]);
        Assert.Equal(90.5, (double?)dictionary["time_limit"]);
        var rebuilt = (AsyncProbe)new AsyncProbe().FromDictionary(dictionary);
        Assert.Equal(original.ToDictionary().ToJsonString(), rebuilt.ToDictionary().ToJsonString());
        ((JsonObject)dictionary["labels"]!)["a"] = "changed";
        ((JsonArray)dictionary["hosts"]!).Add("z");
        dictionary["log_stdout"] = "changed";
        Assert.Equal(("1", 2, "o.log"), (rebuilt.Labels["a"], rebuilt.Hosts.Count, rebuilt.LogStdout));
    }

    [Fact]
    public void Dictionary_WithUnknownKeysAndWrongTypes_IsRefusedWithAllOfThem()
    {
        var e = Assert.Throws<ExecutorException>(() => new AsyncProbe().FromDictionary(new JsonObject { ["retires"] = 3, ["retries"] = "many", ["time_limit"] = 1.5 }));
        Assert.Contains("'retires' is not an option", e.Message, StringComparison.Ordinal);
        Assert.Contains("'retries' cannot be \"many\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spec_OfAnExecutor_HoldsOnlyWhatWasSet()
    {
        Assert.Equal("", new AsyncProbe().ToSpec().AttributesJson);
        Assert.Equal("""{"retries":2}""", new AsyncProbe { Retries = 2 }.ToSpec().AttributesJson);
        Assert.Equal(new ExecutorSpec("async-probe"), new AsyncProbe().ToSpec());
    }

    [Fact(DisplayName = "Checklist 44: cancel-requested and job handle calls reach the engine; errors surface")]
    [Trait("Checklist", "44")]
    public async Task CallsToTheEngine_FromRun_ReachIt()
    {
        foreach (var executor in new ILoggingExecutor[] { new AsyncProbe { SavesHandle = true }, new SyncProbe { SavesHandle = true } })
        {
            var rig = new DriverRig();
            var attempt = SampleAttempts.Sum();
            rig.CancelRequested.Add(attempt);
            await using var driver = ((Executor)executor).CreateDriver(DriverRig.Host());
            Assert.Equal(Status.Completed, (await rig.StartAsync(driver, attempt)).Status);
            Assert.Equal("""{"job":17}""", rig.Handles[attempt]);
            Assert.Contains("cancel requested: True", executor.Calls);
            Assert.Equal("""{"job":17}""", attempt.JobHandle);
            rig = new DriverRig { BeforeSaving = () => throw new StorageException("The disk is full.") };
            var failed = await rig.StartAsync(driver, SampleAttempts.Sum());
            Assert.Equal((Status.Failed, "The disk is full."), (failed.Status, failed.Failure!.Message));
        }
    }

    [Fact]
    public async Task Stop_OfARunThatListens_CancelsItWithItsHandle()
    {
        var executor = new AsyncProbe { WaitsForStop = true, SavesHandle = true };
        var rig = new DriverRig();
        var attempt = SampleAttempts.Sum();
        await using var driver = executor.CreateDriver(DriverRig.Host());
        driver.Start([attempt], rig);
        await executor.Running.Task;
        Assert.True(await driver.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(10), CancellationToken.None));
        Assert.Equal(Status.Cancelled, (await rig.EndOf(attempt)).Status);
        Assert.Contains("""cancel {"job":17}""", executor.Calls);
    }

    [Fact]
    public async Task Stop_OfARunThatDoesNotListen_SaysSoAndTheRunEndsOnce()
    {
        var executor = new AsyncProbe { WaitsForRelease = true };
        var rig = new DriverRig();
        var attempt = SampleAttempts.Sum();
        await using var driver = executor.CreateDriver(DriverRig.Host());
        driver.Start([attempt], rig);
        await executor.Running.Task;
        Assert.False(await driver.StopAsync(attempt, StopReason.Cancelled, TimeSpan.Zero, CancellationToken.None));
        executor.Release.SetResult();
        Assert.Equal(Status.Completed, (await rig.EndOf(attempt)).Status);
    }

    [Fact]
    public async Task Stop_ForTheTimeLimit_FailsWithThatReason()
    {
        var executor = new AsyncProbe { WaitsForStop = true };
        var rig = new DriverRig();
        var attempt = SampleAttempts.Sum();
        await using var driver = executor.CreateDriver(DriverRig.Host());
        driver.Start([attempt], rig);
        await executor.Running.Task;
        Assert.True(await driver.StopAsync(attempt, StopReason.TimeLimit, TimeSpan.FromSeconds(10), CancellationToken.None));
        Assert.Equal(FailureKind.TimeLimit, (await rig.EndOf(attempt)).Failure!.Kind);
    }

    [Fact]
    public async Task Closing_WithARunUnderWay_StopsItAndDisposesOfTheExecutor()
    {
        var executor = new AsyncProbe { WaitsForStop = true };
        var rig = new DriverRig();
        var attempt = SampleAttempts.Sum();
        var driver = executor.CreateDriver(DriverRig.Host());
        driver.Start([attempt], rig);
        await executor.Running.Task;
        await driver.DisposeAsync();
        Assert.Equal(Status.Cancelled, (await rig.EndOf(attempt)).Status);
        Assert.True(executor.IsDisposed);
    }

    [Fact]
    public async Task Run_ThatReturnsAWrongType_FailsAsAPayload()
    {
        var outcome = await RunAsync(new AsyncProbe { Returns = "text, where a number is declared" }, SampleAttempts.Sum());
        Assert.Equal((Status.Failed, FailureKind.Payload), (outcome.Status, outcome.Failure!.Kind));
    }

    [Fact]
    public async Task DispatchContext_InsideRun_NamesTheDispatch()
    {
        var executor = new AsyncProbe();
        await RunAsync(executor, SampleAttempts.Sum());
        Assert.Equal(SampleAttempts.DispatchId, executor.SeenDispatch);
        Assert.Null(DispatchInfo.Current);
        using (executor.GetDispatchContext(new DispatchInfo("by hand")))
        {
            Assert.Equal("by hand", DispatchInfo.Current?.DispatchId);
        }

        Assert.Null(DispatchInfo.Current);
    }

    [Fact]
    public async Task Streams_OutsideOfARun_AreRefused()
    {
        var e = Assert.Throws<InvalidOperationException>(() => AsyncProbe.Write("nobody runs"));
        Assert.Contains("inside SetupAsync, RunAsync and TeardownAsync", e.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    private static async Task<TaskOutcome> RunAsync(ILoggingExecutor executor, TaskAttempt attempt, string? results = null)
    {
        await using var driver = ((Executor)executor).CreateDriver(DriverRig.Host(resultsFolder: results));
        return await new DriverRig().StartAsync(driver, attempt);
    }
}
