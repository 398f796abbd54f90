using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>What the shared suite does not ask of every executor.</summary>
[Collection(DaskSuite.Name)]
public sealed class DaskExecutorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static DaskExecutor OnTheCluster() => new()
    {
        SchedulerAddress = Backends.Require("COVALENT_TEST_DASK_ADDRESS"),
        PythonPath = Backends.Require("COVALENT_TEST_DASK_PYTHON"),
        RemoteCache = Path.Combine(Backends.Require("COVALENT_TEST_DASK_DIR"), "cache"),
        LogStdout = "",
        LogStderr = "",
        StopGrace = 2,
    };

    [Fact]
    public async Task Tasks_OneAfterTheOther_ShareWarmProcesses()
    {
        await using var rig = await ExecutorRig.CreateAsync(OnTheCluster());
        var processes = new HashSet<int>();
        for (int i = 0; i < 8; i++)
        {
            processes.Add(ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.ProcessId()))));
        }

        // Two Dask workers of two threads: each thread may have a process of its own, and no task needs a fifth.
        Assert.InRange(processes.Count, 1, 4);
    }

    [Fact]
    public async Task Suspect_Task_GetsAProcessOfItsOwn()
    {
        await using var rig = await ExecutorRig.CreateAsync(OnTheCluster());
        var processes = new HashSet<int>();
        for (int i = 0; i < 3; i++)
        {
            TaskAttempt attempt = rig.Attempt(() => Electron(() => ConformanceTasks.ProcessId()), isSuspect: true);
            processes.Add(ExecutorRig.Value<int>(await rig.RunAsync(attempt)));
        }

        Assert.Equal(3, processes.Count);
    }

    [Fact]
    public async Task Output_OfARunningTask_ArrivesBeforeItsEnd()
    {
        await using var rig = await ExecutorRig.CreateAsync(OnTheCluster());
        (string signal, string goOn) = (Path.Combine(rig.ResultsFolder, "signal"), Path.Combine(rig.ResultsFolder, "go"));
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.PrintAndWait(signal, goOn, CancellationToken.None)));
        var told = new Pulse();
        rig.Told += told.Beat;
        rig.Start(attempt);
        await told.UntilAsync(() => !rig.Outputs.IsEmpty);

        Assert.Equal("half way\n", string.Concat(rig.Outputs.Select(output => output.Text)));
        await File.WriteAllTextAsync(goOn, "", Stop);
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
    }

    [Fact]
    public async Task Stop_OfAWaitingTask_MeansItNeverRuns()
    {
        await using var rig = await ExecutorRig.CreateAsync(OnTheCluster());
        string goOn = Path.Combine(rig.ResultsFolder, "go");
        TaskAttempt[] holders = [.. Enumerable.Range(0, 4).Select(i => rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait($"{goOn}.{i}", goOn))))];
        rig.Start(holders);
        for (int i = 0; i < holders.Length; i++)
        {
            await ConformanceTasks.WaitForFile($"{goOn}.{i}", 0, Stop);
        }

        TaskAttempt waiting = rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait($"{goOn}.waiting", goOn)));
        rig.Start(waiting);
        Assert.True(await rig.StopAsync(waiting, StopReason.Cancelled, TimeSpan.FromSeconds(1)));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(waiting)).Status);
        await File.WriteAllTextAsync(goOn, "", Stop);
        foreach (TaskAttempt holder in holders)
        {
            Assert.Equal(Status.Completed, (await rig.OutcomeOf(holder)).Status);
        }

        Assert.False(File.Exists($"{goOn}.waiting"));
    }

    [Fact]
    public async Task Runtime_SentAlong_RunsTheTask()
    {
        DaskExecutor executor = OnTheCluster();
        executor.ShipRuntime = true;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => DaskTasks.RuntimeFolder()));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.StartsWith(executor.RemoteCache, ExecutorRig.Value<string>(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CondaEnv_ThatIsNotThere_FailsTheTaskByName()
    {
        DaskExecutor executor = OnTheCluster();
        executor.CondaEnv = "no-such-environment";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(FailureKind.Executor, outcome.Failure!.Kind);
        Assert.Contains("The conda environment no-such-environment could not be activated", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CondaEnv_ThatIsNotThere_WithTheOption_RunsWithoutIt()
    {
        DaskExecutor executor = OnTheCluster();
        (executor.CondaEnv, executor.CurrentEnvOnCondaFail) = ("no-such-environment", true);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(2, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)))));
    }

    [Fact]
    public async Task Workdir_WithUniqueFolders_IsWhereTheTaskRuns()
    {
        DaskExecutor executor = OnTheCluster();
        executor.Workdir = Path.Combine(Backends.Require("COVALENT_TEST_DASK_DIR"), "work");
        executor.CreateUniqueWorkdir = true;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => ConformanceTasks.CurrentFolder()));
        TaskOutcome outcome = await rig.RunAsync(attempt);
        Assert.Equal(Path.Combine(executor.Workdir, attempt.Dispatch.DispatchId, "node_0"), ExecutorRig.Value<string>(outcome));
    }
}
