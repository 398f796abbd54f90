using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Every documented option changes something that can be seen; those of conda, work folders, TLS, versions and the interpreter have tests of their own.</summary>
[Collection(DaskSuite.Name)]
public sealed class DaskOptionEffectTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_Named_AreTheOnlyOnes()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.Workers = ["w2"];
        await using var rig = await ExecutorRig.CreateAsync(executor);
        int second = int.Parse(await File.ReadAllTextAsync(Path.Combine(Backends.Require("COVALENT_TEST_DASK_DIR"), "worker2.pid"), Stop));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(second, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => DaskTasks.ParentProcess()))));
        }
    }

    [Fact]
    public async Task Resources_AreAwaited()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        DaskExecutor executor = cluster.Executor();
        executor.Resources = new() { ["GPU"] = 1 };
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.ParentProcess()));
        rig.Start(attempt);
        using Process worker = Process.Start(new ProcessStartInfo(cluster.State.Python,
            ["-m", "distributed.cli.dask_worker", cluster.State.Address, "--host", "127.0.0.1", "--no-dashboard", "--no-nanny", "--nthreads", "1", "--resources", "GPU=1", "--local-directory", Path.Combine(cluster.Folder, "gpu")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        worker.OutputDataReceived += static (_, _) => { };
        worker.ErrorDataReceived += static (_, _) => { };
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        try
        {
            Assert.Equal(worker.Id, ExecutorRig.Value<int>(await rig.OutcomeOf(attempt)));
        }
        finally
        {
            worker.Kill();
            await worker.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Priority_Higher_GoesFirst()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        (DaskExecutor low, DaskExecutor high) = (cluster.Executor(), cluster.Executor());
        (low.Priority, high.Priority) = (-1, 1);
        await using var first = await ExecutorRig.CreateAsync(low);
        await using var second = await ExecutorRig.CreateAsync(high);
        DaskSignals signals = DaskSignals.In(first.ResultsFolder);
        string order = Path.Combine(first.ResultsFolder, "order");
        // As many as the worker has threads hold it while the others queue.
        TaskAttempt[] holders = [.. Enumerable.Range(0, cluster.State.Options.ThreadsPerWorker).Select(i => first.Attempt(() => Electron(() => DaskTasks.NoteAndWait($"{signals.Log}.{i}", signals.GoOn))))];
        first.Start(holders);
        for (int i = 0; i < holders.Length; i++)
        {
            await FileNotice.LinesAsync($"{signals.Log}.{i}", 1);
        }

        TaskAttempt[] late = [.. Enumerable.Range(0, 3).Select(_ => first.Attempt(() => Electron(() => DaskTasks.Write(order, "low"))))];
        TaskAttempt[] early = [.. Enumerable.Range(0, 3).Select(_ => second.Attempt(() => Electron(() => DaskTasks.Write(order, "high"))))];
        first.Start(late);
        await cluster.HasTasksAsync(holders.Length + 3);
        second.Start(early);
        await cluster.HasTasksAsync(holders.Length + 6);
        await signals.GoAsync();
        await Task.WhenAll(late.Select(first.OutcomeOf).Concat(early.Select(second.OutcomeOf)));
        string[] lines = await File.ReadAllLinesAsync(order, Stop);
        Assert.Equal(6, lines.Length);
        // One of the low ones may have been given to the worker before the high ones came.
        Assert.Equal(["low", "low"], lines[^2..]);
    }

    [Fact]
    public async Task WorkerIdle_Zero_KeepsNoProcess()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.WorkerIdle = 0;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var processes = new HashSet<int>();
        for (int i = 0; i < 3; i++)
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.ProcessId()));
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
            processes.Add(ExecutorRig.Value<int>(outcome));
        }

        Assert.Equal(3, processes.Count);
    }

    [Fact]
    public async Task StopGrace_Long_LetsTheTaskTidyUp()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.StopGrace = 600;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        DaskSignals signals = DaskSignals.In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.TidyUpWhenStopped(signals.Log, signals.GoOn, CancellationToken.None)));
        rig.Start(attempt);
        await FileNotice.LinesAsync(signals.Log, 1);
        Task<bool> stopping = rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromMinutes(1)).AsTask();
        Assert.Equal("stopping", (await FileNotice.LinesAsync(signals.Log, 2))[1]);
        await signals.GoAsync();
        Assert.True(await stopping);
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(attempt)).Status);
        Assert.Equal("tidy", (await File.ReadAllLinesAsync(signals.Log, Stop))[2]);
    }

    [Fact]
    public async Task StopGrace_Zero_EndsTheTaskAtOnce()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.StopGrace = 0;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        DaskSignals signals = DaskSignals.In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.TidyUpWhenStopped(signals.Log, signals.GoOn, CancellationToken.None)));
        rig.Start(attempt);
        string[] lines = await FileNotice.LinesAsync(signals.Log, 1);
        Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromMinutes(1)));
        await ProcessNotice.GoneAsync(int.Parse(lines[0]));
        await signals.GoAsync();
        Assert.DoesNotContain("tidy", await File.ReadAllLinesAsync(signals.Log, Stop));
    }

    [Fact]
    public async Task SchedulerPatience_Over_EndsTheTaskWithThatReason()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        DaskExecutor executor = cluster.Executor();
        (executor.SchedulerPatience, executor.ConnectTimeout) = (1, 15);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        DaskSignals signals = DaskSignals.In(rig.ResultsFolder);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => DaskTasks.NoteAndWait(signals.Log, signals.GoOn)));
        rig.Start(attempt);
        await FileNotice.LinesAsync(signals.Log, 1);
        Process.GetProcessById(cluster.State.Scheduler.Id).Kill();
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains("out of reach for more than 1 s (scheduler_patience)", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectTimeout_IsHowLongASilentSchedulerIsWaitedFor()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        (executor.SchedulerAddress, executor.ConnectTimeout) = ($"tcp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", 1.5);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Contains("after 1.5 s", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DotnetPath_IsTheProgramThatRunsTheTask()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        string folder = Directory.CreateTempSubdirectory("covalent-dotnet-").FullName;
        (string program, string mark) = (Path.Combine(folder, "dotnet"), Path.Combine(folder, "mark"));
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho used >>'{mark}'\nexec '{Environment.ProcessPath switch { { } path when Path.GetFileName(path) == "dotnet" => path, _ => DotnetOnPath() }}' \"$@\"\n", Stop);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Nothing of the folder may be in use when the test is over.
        (executor.DotnetPath, executor.WorkerIdle) = (program, 0);
        executor.RemoteCache = Path.Combine(folder, "cache");
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.True(File.Exists(mark));
    }

    private static string DotnetOnPath() =>
        File.ResolveLinkTarget(Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(one => Path.Combine(one, "dotnet")).First(File.Exists), returnFinalTarget: true)?.FullName ?? "dotnet";
}
