using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Tests.Leptons;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Python electrons that the Dask workers' own Python runs.</summary>
[Collection(DaskSuite.Name)]
[Trait("Checklist", "65")]
public sealed class DaskPythonTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_RunsInTheDaskWorkersPythonWithoutAnyBundle()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.RemoteCache = Path.Combine(Backends.Require("COVALENT_TEST_DASK_DIR"), $"cache-{Guid.NewGuid():N}");
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = LeptonRig.Completed(await rig.RunAsync(() => Python<string>("Leptons/lepton_tasks.py", "shout", "héllo")));
        Assert.Equal("HÉLLO", ExecutorRig.Value<string>(outcome));
        Assert.Equal("said: héllo\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
        Assert.Equal("whispered: héllo\n", Encoding.UTF8.GetString(outcome.Stderr.Span));
        Assert.True(outcome.PeakMemory > 0 && outcome.EndedAt >= outcome.StartedAt);
        Assert.Equal(Backends.Require("COVALENT_TEST_DASK_PYTHON"), await rig.ValueAsync(() => Python<string>("Leptons/lepton_tasks.py", "executable")));
        Assert.False(Directory.Exists(executor.RemoteCache));
    }

    [Fact]
    public async Task Arrays_And_Objects_PassFromTaskToTask()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var outcomes = await rig.RunAllAsync(() =>
        {
            var grid = Electron(() => LeptonTasks.Grid(3, 4));
            var doubled = Python<double[,]>("Leptons/lepton_tasks.py", "numpy_double", grid);
            return Electron(() => LeptonTasks.Sum(doubled));
        });
        Assert.Equal(2.0 * (11 * 12 / 2), ExecutorRig.Value<double>(LeptonRig.Completed(outcomes[^1])));
        var models = await rig.RunAllAsync(() =>
        {
            var model = Python<PythonObject>("Leptons/lepton_tasks.py", "train", 21);
            return Python<int>("Leptons/lepton_tasks.py", "weigh", model, 2);
        });
        Assert.Equal(42, ExecutorRig.Value<int>(LeptonRig.Completed(models[^1])));
        Assert.Equal("python/pickle", models[0].Result.Codec);
    }

    [Fact]
    public async Task Exception_ComesBackWithItsTraceback()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        FailureInfo failure = (await rig.RunAsync(() => Python<int>("Leptons/lepton_tasks.py", "fail", 2))).Failure!;
        Assert.Equal((FailureKind.UserCode, "ValueError", "no more depth"), (failure.Kind, failure.Type, failure.Message));
        Assert.Equal(3, failure.StackTrace.Split("in fail").Length - 1);
    }

    [Fact]
    public async Task Crash_FailsTheTaskAloneWithItsSignal()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        FailureInfo failure = (await rig.RunAsync(() => Python<int>("Leptons/lepton_tasks.py", "crash"))).Failure!;
        Assert.Equal("python-died", failure.Type);
        Assert.Contains("signal 11", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_EndsTheProcessAndWhatItStarted()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var file = Path.Combine(rig.ResultsFolder, "pids");
        TaskAttempt attempt = rig.Attempt(() => Python<int>("Leptons/lepton_tasks.py", "stay", file));
        using var there = new FileSystemWatcher(rig.ResultsFolder, "pids") { EnableRaisingEvents = true };
        var written = new TaskCompletionSource();
        there.Renamed += (_, _) => written.TrySetResult();
        rig.Start(attempt);
        await written.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System, Stop);
        await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(10));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(attempt)).Status);
        foreach (string id in (await File.ReadAllTextAsync(file, Stop)).Split(' '))
        {
            await ProcessNotice.GoneAsync(int.Parse(id));
        }
    }

    [Fact]
    public async Task TimeLimit_StopsTheCall()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var file = Path.Combine(rig.ResultsFolder, "pids");
        TaskOutcome outcome = await rig.RunAsync(() => Python<int>("Leptons/lepton_tasks.py", "stay", file), new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal(StopFailures.TimeLimitType, outcome.Failure!.Type);
    }

    [Fact]
    public async Task Packages_And_Commands_AreReadyBeforeTheCall()
    {
        var wheels = Directory.CreateTempSubdirectory("covalent-wheels-").FullName;
        var answer = Random.Shared.Next(1_000_000);
        Wheel.Write(wheels, "covalent_wheel", "1.0", answer);
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var mark = Path.Combine(rig.ResultsFolder, "mark");
        var options = new ElectronOptions { Deps = [new DepsBash($"echo here >> '{mark}'"), new DepsPip("covalent_wheel") { WheelFolder = wheels }] };
        var function = new PythonFunction("Leptons/deps_tasks.py", "answer") { Options = options };
        Assert.Equal(answer, await rig.ValueAsync(() => Python<int>(function)));
        Assert.Equal(answer, await rig.ValueAsync(() => Python<int>(function)));
        Assert.Equal(["here", "here"], await File.ReadAllLinesAsync(mark, Stop));
    }

    [Fact]
    public async Task Packages_ThatDoNotInstall_FailWithTheInstallersWords()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var function = new PythonFunction("Leptons/deps_tasks.py", "answer") { Options = new ElectronOptions { Deps = [new DepsPip("no_such_wheel==1") { NoIndex = true }] } };
        FailureInfo failure = await rig.FailureAsync(() => Python<int>(function));
        Assert.Equal("deps-pip", failure.Type);
        Assert.Contains("No matching distribution found for no_such_wheel==1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interpreter_ThatIsNotThere_IsNamed()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        FailureInfo failure = await rig.FailureAsync(() => Python<int>(new PythonFunction("Leptons/deps_tasks.py", "answer") { Interpreter = "/nowhere/python3" }));
        Assert.Equal((FailureKind.Configuration, "python-missing"), (failure.Kind, failure.Type));
        Assert.Contains("'/nowhere/python3' was not found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_InCSharp_AreStillPossible()
    {
        await using var rig = await ExecutorRig.CreateAsync(DaskExecutorTests.OnTheCluster());
        var options = new ElectronOptions { CallBefore = [DepsCall.Of(() => PreparedTasks.Add(2, 3), into: "c")] };
        Assert.Equal(5 + 11, await rig.ValueAsync(() => Python<int>(new PythonFunction("Leptons/lepton_tasks.py", "add") { Options = options }, 1)));
    }

    [Fact]
    public async Task CondaEnvironment_OfTheExecutor_IsWhatRunsTheCall()
    {
        // No conda can be had here: a folder of the form that conda makes, around the machine's own interpreter.
        string environment = Directory.CreateTempSubdirectory("covalent-conda-").FullName;
        Directory.CreateDirectory(Path.Combine(environment, "bin"));
        Directory.CreateDirectory(Path.Combine(environment, "conda-meta"));
        File.CreateSymbolicLink(Path.Combine(environment, "bin", "python"), Backends.Require("COVALENT_TEST_DASK_PYTHON"));
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.CondaEnv = environment;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(environment, await rig.ValueAsync(() => Python<string>("Leptons/lepton_tasks.py", "variable", "CONDA_PREFIX")));
        Assert.StartsWith(Path.Combine(environment, "bin"), await rig.ValueAsync(() => Python<string>("Leptons/lepton_tasks.py", "variable", "PATH")), StringComparison.Ordinal);
    }
}
