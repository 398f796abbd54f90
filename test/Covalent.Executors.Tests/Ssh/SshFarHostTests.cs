using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Executors.Remote;
using Covalent.Testing;
using Microsoft.Extensions.Logging;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Ssh;

/// <summary>A second machine without .NET, with a link that can be cut and a disk that can be full. One test after another, since they share it.</summary>
[Collection("far host")]
public sealed class SshFarHostTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string HostName => Backends.Require("COVALENT_TEST_FARHOST_NAME");

    private static SshExecutor FarHost() => FarMachine.Executor("COVALENT_TEST_FARHOST");

    [Fact]
    public async Task Task_OnAHostWithoutDotnet_BringsItsRuntimeOnce()
    {
        SshExecutor executor = FarHost();
        executor.RemoteCache = $"{TestRun.AtHome}/fresh-{Guid.NewGuid():N}";
        using var log = new ListLoggerFactory();
        await using var rig = await ExecutorRig.CreateAsync(executor, log);
        for (int i = 1; i <= 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => FarTasks.WhereAmI()));
            output.WriteLine($"task {i}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
            Assert.Equal(HostName, ExecutorRig.Value<string>(outcome));
        }

        log.Lines.ForEach(output.WriteLine);
        Assert.Equal(2, log.Lines.Count(line => line.Contains("is complete on")));
    }

    [Fact]
    public async Task Link_CutDuringARun_LosesNothing()
    {
        // Everything that has to travel does so before, over a link that is given time.
        await using (var before = await ExecutorRig.CreateAsync(FarHost()))
        {
            Assert.Equal(Status.Completed, (await before.RunAsync(() => Electron(() => FarTasks.WhereAmI()))).Status);
        }

        SshExecutor executor = FarHost();
        (executor.KeepAlive, executor.ConnectTimeout, executor.RetryWaitTime, executor.MaxConnectionAttempts) = (1, 5, 0.2, 3);
        using var log = new ListLoggerFactory();
        var logged = new Pulse();
        log.Logged += logged.Beat;
        await using var rig = await ExecutorRig.CreateAsync(executor, log);
        string name = $"link-cut-{Guid.NewGuid():N}";
        var attempt = rig.Attempt(() => Electron(() => FarTasks.WaitAndCount($"/tmp/{name}")));
        string there = Path.Combine(FarMachine.RootOf("COVALENT_TEST_FARHOST"), "tmp", name);
        rig.Start(attempt);
        await rig.HandleSaved(attempt);
        await FileNotice.LinesAsync(there, 1, Stop);

        await SetLinkAsync("down");
        await logged.UntilAsync(() => log.Lines.Any(line => line.Contains("cannot be reached, its jobs are as they were last seen")));
        await File.WriteAllTextAsync($"{there}.go", "", Stop);
        await FileNotice.AppearsAsync($"{there}.over", Stop);
        await SetLinkAsync("up");
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal(1, ExecutorRig.Value<int>(outcome));
        Array.ForEach([there, $"{there}.go", $"{there}.over"], File.Delete);
    }

    [Fact]
    public async Task Disk_FullOnTheFarSide_FailsTheTaskWithThatReason()
    {
        SshExecutor executor = FarHost();
        executor.RemoteCache = $"/mnt/{TestRun.Name}";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => FarTasks.WhereAmI()));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.Executor, outcome.Failure!.Kind);
        output.WriteLine(outcome.Failure.Message);
        Assert.Contains("full", outcome.Failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(executor.RemoteCache, outcome.Failure.Message);
    }

    private static async Task SetLinkAsync(string state)
    {
        using Process ip = Process.Start("ip", ["link", "set", Backends.Require("COVALENT_TEST_FARHOST_LINK"), state]);
        await ip.WaitForExitAsync(Stop);
        Assert.Equal(0, ip.ExitCode);
    }
}

/// <summary>Electrons for machines of which the tests see nothing but results.</summary>
public static class FarTasks
{
    public static string WhereAmI() => Environment.MachineName;

    /// <summary>Waits for <c>FILE.go</c>, and returns how often it was run.</summary>
    public static async Task<int> WaitAndCount(string file)
    {
        await File.AppendAllTextAsync(file, "ran\n");
        await ConformanceTasks.WaitForFile($"{file}.go", 0, CancellationToken.None);
        string[] lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllTextAsync($"{file}.over", "");
        return lines.Length;
    }
}
