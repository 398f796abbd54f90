using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Executors.Dask;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Everything that can die is killed, on clusters of the tests' own.</summary>
[Collection(DaskSuite.Name)]
public sealed class DaskFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledUnderATask_RunsItOnceMoreAndGivesOneResult()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync();
        await using ExecutorRig rig = await cluster.OpenAsync();
        (TaskAttempt attempt, int process, DaskSignals signals) = await DaskSignals.StartAsync(rig);
        await cluster.KillBusyWorkersAsync();
        await FileNotice.LinesAsync(signals.Log, 2);
        await ProcessNotice.GoneAsync(process);
        await signals.GoAsync();
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal(7, ExecutorRig.Value<int>(outcome));
        Assert.Equal(1, rig.TimesFinished(attempt));
        Assert.Equal(2, (await File.ReadAllLinesAsync(signals.Log, Stop)).Length);
    }

    [Fact(DisplayName = "No exit code of a task is taken for that of a worker that left before the task")]
    public async Task Task_ThatExits_RunsOnceAndDies()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync();
        await using ExecutorRig rig = await cluster.OpenAsync();
        string log = Path.Combine(rig.ResultsFolder, "log");
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => DaskTasks.NoteAndExit(log, 75)));
        Assert.True(outcome.ProcessDied, outcome.Failure?.Message);
        Assert.Contains("75", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(log, Stop));
    }

    [Fact]
    public async Task Task_ThatKillsItsDaskWorkers_DiesWithDasksOwnReason()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 2, nanny: true);
        await using ExecutorRig rig = await cluster.OpenAsync();
        string log = Path.Combine(rig.ResultsFolder, "log");
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => DaskTasks.KillDaskWorker(log)));
        Assert.True(outcome.ProcessDied);
        Assert.Contains("Dask gave the task up", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("KilledWorker", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scheduler_KilledAndStartedAgain_ReportsTheTaskAsDiedSoThatItIsRunAgain()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync();
        await using ExecutorRig rig = await cluster.OpenAsync();
        (TaskAttempt attempt, int process, DaskSignals signals) = await DaskSignals.StartAsync(rig);
        LocalDaskOptions options = cluster.State.Options;
        Process.GetProcessById(cluster.State.Scheduler.Id).Kill();
        await cluster.Local.StopAsync(Stop);
        await cluster.Local.StartAsync(options, Stop);
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.True(outcome.ProcessDied);
        Assert.Contains("was restarted and has forgotten the task", outcome.Failure!.Message, StringComparison.Ordinal);
        await ProcessNotice.GoneAsync(process);

        // As the engine does after a death.
        await signals.GoAsync();
        TaskOutcome second = await rig.RunAsync(ExecutorRig.Again(attempt));
        Assert.True(second.Status == Status.Completed, second.Failure?.Message);
    }

    [Fact]
    public async Task Bridge_KilledUnderATask_LosesNothing()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync();
        await using ExecutorRig rig = await cluster.OpenAsync();
        (string log, string goOn) = DaskSignals.In(rig.ResultsFolder);
        TaskAttempt[] attempts = [.. Enumerable.Range(0, 2).Select(i => rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait($"{log}.{i}", goOn))))];
        rig.Start(attempts);
        await FileNotice.LinesAsync($"{log}.0", 1);
        await FileNotice.LinesAsync($"{log}.1", 1);
        KillBridges(rig.Host.DataFolder);
        await File.WriteAllTextAsync(goOn, "", Stop);
        foreach (TaskAttempt attempt in attempts)
        {
            TaskOutcome outcome = await rig.OutcomeOf(attempt);
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        }

        Assert.Single(await File.ReadAllLinesAsync($"{log}.0", Stop));
        Assert.Single(await File.ReadAllLinesAsync($"{log}.1", Stop));
    }

    [Fact]
    public async Task Scheduler_SilentForAWhile_DelaysTheTaskOnly()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync();
        await using ExecutorRig rig = await cluster.OpenAsync();
        (string log, string goOn) = DaskSignals.In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.NoteBeforeAndAfter(log, goOn)));
        rig.Start(attempt);
        await FileNotice.LinesAsync(log, 1);
        Signal("-STOP", cluster.State.Scheduler.Id);
        await File.WriteAllTextAsync(goOn, "", Stop);
        // It ends while nobody hears of it.
        await FileNotice.LinesAsync(log, 2);
        Signal("-CONT", cluster.State.Scheduler.Id);
        Assert.Equal(7, ExecutorRig.Value<int>(await rig.OutcomeOf(attempt)));
        Assert.Equal(2, (await File.ReadAllLinesAsync(log, Stop)).Length);
    }

    [Fact]
    public async Task Address_WithNobodyThere_FailsTheTaskWithTheReasonAndTheNextStep()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        (executor.SchedulerAddress, executor.ConnectTimeout) = ("tcp://127.0.0.1:9", 1);
        await AssertFailsAsync(executor, "The Dask scheduler at tcp://127.0.0.1:9 cannot be reached", "Check scheduler_address", "covalent cluster start");
    }

    [Fact]
    public async Task Version_ThatDoesNotFit_FailsTheTaskNamingBoth()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        using var python = new OddPython("PYTHONPATH=\"$(dirname \"$0\")\" exec PYTHON \"$@\"", "import distributed\ndistributed.__version__ = '1999.1.0'\n");
        executor.PythonPath = python.Path;
        await AssertFailsAsync(executor, "does not fit", "has distributed 1999.1.0", "any_version");
    }

    [Fact]
    public async Task Version_ThatDoesNotFitButIsAccepted_RunsTheTask()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        using var python = new OddPython("PYTHONPATH=\"$(dirname \"$0\")\" exec PYTHON \"$@\"", "import distributed\ndistributed.__version__ = '1999.1.0'\n");
        (executor.PythonPath, executor.AnyVersion) = (python.Path, true);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(3, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 2)))));
    }

    [Fact]
    public async Task Interpreter_Missing_FailsTheTaskByItsName()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.PythonPath = "/nowhere/python3";
        await AssertFailsAsync(executor, "'/nowhere/python3' cannot be started", "python3-distributed", "python_path");
    }

    [Fact]
    public async Task Distributed_Missing_FailsTheTaskWithHowToInstallIt()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        using var python = new OddPython("exec PYTHON -S \"$@\"", "");
        executor.PythonPath = python.Path;
        await AssertFailsAsync(executor, "has no usable 'distributed'", "apt install python3-distributed");
    }

    [Fact]
    public async Task Finder_WithoutAnyPython_ListsWhatItTried()
    {
        using var python = new OddPython("exec PYTHON -S \"$@\"", "");
        DaskException failure = await Assert.ThrowsAsync<DaskException>(() => PythonFinder.FindAsync(python.Path, Stop));
        Assert.Contains($"'{python.Path}' answers: ModuleNotFoundError: No module named 'distributed'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(DaskFault.NoPython, failure.Fault);
    }

    private static async Task AssertFailsAsync(DaskExecutor executor, params string[] words)
    {
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.Configuration, outcome.Failure!.Kind);
        Assert.All(words, word => Assert.Contains(word, outcome.Failure.Message, StringComparison.Ordinal));
    }

    private static void KillBridges(string dataFolder)
    {
        int[] bridges = BridgesOf(dataFolder);
        Assert.NotEmpty(bridges);
        Array.ForEach(bridges, id => Signal("-KILL", id));
    }

    internal static int[] BridgesOf(string dataFolder) =>
        [.. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
            .Where(id => id > 0 && CommandLineOf(id).Contains(Path.Combine(dataFolder, "dask", "bridge-"), StringComparison.Ordinal))];

    private static string CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void Signal(string signal, int process)
    {
        using Process kill = Process.Start("kill", [signal, process.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>A Python with something wrong about it.</summary>
    private sealed class OddPython : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("covalent-python-").FullName;

        public OddPython(string command, string atStart)
        {
            File.WriteAllText(System.IO.Path.Combine(_folder, "sitecustomize.py"), atStart);
            File.WriteAllText(Path, $"#!/bin/sh\n{command.Replace("PYTHON ", Backends.Require("COVALENT_TEST_DASK_PYTHON") + " ", StringComparison.Ordinal)}\n");
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path => System.IO.Path.Combine(_folder, "python");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
