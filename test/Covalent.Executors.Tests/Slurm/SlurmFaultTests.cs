using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using Covalent.Tests;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Slurm;

/// <summary>What can go wrong on a cluster, made to go wrong on one of the test's own.</summary>
public sealed class SlurmFaultTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submission_WithAnUnknownPartition_IsRefusedInSlurmsWords()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.Options = new() { ["partition"] = "no-such-partition" };
        FailureInfo failure = await FailureOfAsync(executor);
        Assert.Contains("invalid partition", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("--partition=no-such-partition", failure.Message);
    }

    [Fact]
    public async Task Submission_OfMoreThanTheClusterHas_IsRefusedInSlurmsWords()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.Options = new() { ["mem"] = "99T" };
        FailureInfo failure = await FailureOfAsync(executor);
        Assert.Contains("sbatch refused", failure.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Submission_ThatIsRefused_LeavesNothing(int tasksPerJob)
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        (executor.RemoteWorkdir, executor.TasksPerJob) = (Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N")), tasksPerJob);
        executor.Options = new() { ["partition"] = "no-such-partition" };
        await FailureOfAsync(executor);
        Assert.Empty(JobLeftovers.In($"{executor.RemoteWorkdir}/.covalent", keepsQueues: false));
    }

    /// <summary>A login node whose file server tells it late what a compute node wrote: first nothing, then a part, then all.</summary>
    [Fact]
    public async Task Outcome_SeenLateAndInPart_IsWaitedFor()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));
        // A folder in place of the news: nobody is told anything.
        Directory.CreateDirectory($"{executor.RemoteWorkdir}/.covalent/news");
        executor.SrunAppend = "sh -c '\"$@\"; code=$?; mv \"${2%/*}\"/outcome \"${2%/*}\"/late; exit $code' late";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(20, 22)));
        rig.Start(attempt);
        await rig.HandleSaved(attempt);
        string job = $"{executor.RemoteWorkdir}/.covalent/jobs/{attempt.JobName}";
        await FileNotice.AppearsAsync($"{job}/late", Stop);
        byte[] outcome = await File.ReadAllBytesAsync($"{job}/late", Stop);
        using var looks = new FileSystemWatcher(job, ".look") { EnableRaisingEvents = true };
        int seen = 0;
        looks.Created += (_, _) =>
        {
            int turn = Interlocked.Increment(ref seen);
            if (turn is 2 or 4)
            {
                File.WriteAllBytes($"{job}/part", outcome[..(turn == 2 ? outcome.Length / 2 : outcome.Length)]);
                File.Move($"{job}/part", $"{job}/outcome", overwrite: true);
            }
        };
        TaskOutcome result = await rig.OutcomeOf(attempt);
        Assert.True(result.Status == Status.Completed, $"{seen} look(s): {result.Failure?.Message}");
        Assert.Equal(42, ExecutorRig.Value<int>(result));
        Assert.True(seen >= 4, $"{seen} look(s)");
    }

    [Fact]
    public async Task Node_GoneDuringARunWithoutRequeue_FailsTheTaskWithThatReason()
    {
        await using ThrowawaySlurm cluster = await ThrowawaySlurm.StartAsync(1);
        SlurmExecutor executor = cluster.Executor();
        executor.Options = new() { ["no-requeue"] = true };
        await using var rig = await ExecutorRig.CreateAsync(executor);
        (TaskAttempt attempt, _) = await StartWaitingAsync(rig, cluster.Shared);
        string node = (await cluster.AskAsync("sinfo", "-h", "-N", "-o", "%N")).Trim();
        await cluster.AskAsync("scontrol", "update", $"nodename={node}", "state=down", "reason=test");
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains("NODE_FAIL", outcome.Failure!.Message);
    }

    [Fact]
    public async Task Job_RequeuedBySlurm_RunsAgainAndCompletes()
    {
        await using ThrowawaySlurm cluster = await ThrowawaySlurm.StartAsync(1);
        await using var rig = await ExecutorRig.CreateAsync(cluster.Executor());
        (TaskAttempt attempt, string log) = await StartWaitingAsync(rig, cluster.Shared);
        string id = IdOf(rig, attempt);
        await cluster.AskAsync("scontrol", "requeue", id);
        // Slurm would wait two minutes before the job's second life; but a start in the very second of the requeue is refused as one of the first.
        await FileNotice.UntilAsync(cluster.Folder, async () => (await cluster.AskAsync("squeue", "-h", "-t", "all", "-j", $"{id},{id}", "-o", "%T %r")).Contains("BeginTime", StringComparison.Ordinal), Stop);
        await cluster.AskAsync("scontrol", "update", $"jobid={id}", "starttime=now+3");
        Assert.Equal(["ran", "ran"], await FileNotice.LinesAsync(log, 2, Stop));
        await File.WriteAllTextAsync(log + ".go", "", Stop);
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal(1, rig.TimesFinished(attempt));
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-KILL")]
    public async Task Controller_RestartedDuringARun_LosesNothing(string signal)
    {
        await using ThrowawaySlurm cluster = await ThrowawaySlurm.StartAsync(1);
        await using var rig = await ExecutorRig.CreateAsync(cluster.Executor());
        (TaskAttempt attempt, string log) = await StartWaitingAsync(rig, cluster.Shared);
        await cluster.RestartControllerAsync(signal);
        await File.WriteAllTextAsync(log + ".go", "", Stop);
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
    }

    [Fact]
    public async Task Job_CancelledByAnAdministrator_FailsWithThatReason()
    {
        await using ThrowawaySlurm cluster = await ThrowawaySlurm.StartAsync(1);
        await using var rig = await ExecutorRig.CreateAsync(cluster.Executor());
        (TaskAttempt attempt, _) = await StartWaitingAsync(rig, cluster.Shared);
        await cluster.AskAsync("scancel", IdOf(rig, attempt));
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains("stopped", outcome.Failure!.Message);
        Assert.Contains("CANCELLED", outcome.Failure.Message);
    }

    [Fact]
    public async Task WorkFolder_ThatTheNodesCannotUse_FailsTheTaskNamingIt()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.Options = new() { ["chdir"] = "/proc/nowhere" };
        FailureInfo failure = await FailureOfAsync(executor);
        Assert.Contains("/proc/nowhere", failure.Message);
    }

    [Fact]
    public async Task Options_WithHostileNames_RunNothing()
    {
        const string Hostile = "it's $(touch /tmp/covalent-injected) `id`; touch /tmp/covalent-injected \"q\" & | > < * ? ~ # ! % %j";
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(SlurmExecutorTests.Folder, Hostile);
        executor.Options = new() { ["comment"] = Hostile, ["J"] = Hostile };
        executor.Variables = new Dictionary<string, string> { ["COVALENT_HOSTILE"] = Hostile };
        executor.CreateUniqueWorkdir = true;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => SlurmTasks.FolderAndVariable("COVALENT_HOSTILE")));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        string[] told = ExecutorRig.Value<string[]>(outcome)!;
        Assert.StartsWith(executor.RemoteWorkdir + "/", told[0]);
        Assert.Equal(Hostile, told[1]);
        Assert.False(File.Exists("/tmp/covalent-injected"));
    }

    [Fact]
    public async Task Commands_BeforeAndAfter_RunAroundTheTaskAndItsOptionsReachSlurm()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        string log = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));
        executor.Options = new() { ["cpus-per-task"] = 2, ["time"] = "00:10:00" };
        executor.SrunOptions = new() { ["cpu-bind"] = "none", ["c"] = 2 };
        executor.SrunAppend = "env COVALENT_APPENDED=yes";
        executor.PrerunCommands = [$"echo before >>{log}"];
        executor.PostrunCommands = [$"echo after >>{log}"];
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => SlurmTasks.Note(log, "COVALENT_APPENDED", "SLURM_CPUS_PER_TASK")));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal(["before", "yes 2", "after"], await FileNotice.LinesAsync(log, 3, Stop));
    }

    [Fact]
    public async Task Map_Wide_IsOneArray()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));
        await using (var rig = await ExecutorRig.CreateAsync(executor))
        {
            var attempts = Enumerable.Range(0, 30).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, 1)))).ToArray();
            rig.Start(attempts);
            foreach (TaskAttempt attempt in attempts)
            {
                TaskOutcome outcome = await rig.OutcomeOf(attempt);
                Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
            }

            Assert.InRange(attempts.Select(attempt => IdOf(rig, attempt).Split('_')[0]).Distinct().Count(), 1, 5);
        }

        Assert.Empty(JobLeftovers.In($"{executor.RemoteWorkdir}/.covalent"));
    }

    [Fact]
    public async Task Memory_UsedUp_FailsTheTaskWithThatReason()
    {
        if (!File.Exists("/sys/fs/cgroup/memory/memory.limit_in_bytes") || Environment.UserName != "root")
        {
            Assert.Skip("memory limits need cgroup v1 and root");
        }

        await using ThrowawaySlurm cluster = await ThrowawaySlurm.StartAsync(1, hasMemoryLimits: true);
        SlurmExecutor executor = cluster.Executor();
        executor.Options = new() { ["mem"] = "300M" };
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => SlurmTasks.TouchMemory(2000)));
        output.WriteLine(outcome.Failure?.Message ?? "no failure");
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.ProcessDied, outcome.Failure!.Kind);
        Assert.Contains("out of memory", outcome.Failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<FailureInfo> FailureOfAsync(SlurmExecutor executor)
    {
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(Status.Failed, outcome.Status);
        return outcome.Failure!;
    }

    /// <summary>Starts a task that waits for <c>LOG.go</c>, and waits until it runs and its handle is saved.</summary>
    private static async Task<(TaskAttempt Attempt, string Log)> StartWaitingAsync(ExecutorRig rig, string folder)
    {
        string log = Path.Combine(folder, $"log-{Guid.NewGuid():N}");
        string go = log + ".go";
        var attempt = rig.Attempt(() => Electron(() => SshTasks.CountAndWait(log, go, CancellationToken.None)));
        rig.Start(attempt);
        await ConformanceTasks.WaitForFile(log, 0, Stop);
        await rig.HandleSaved(attempt);
        return (attempt, log);
    }

    private static string IdOf(ExecutorRig rig, TaskAttempt attempt) =>
        JsonNode.Parse(rig.Handles[(attempt.Dispatch.DispatchId, attempt.NodeId)])!["id"]!.GetValue<string>();
}

/// <summary>Electrons of these tests.</summary>
public static class SlurmTasks
{
    public static string[] FolderAndVariable(string variable) => [Environment.CurrentDirectory, Environment.GetEnvironmentVariable(variable) ?? ""];

    public static int Note(string log, string first, string second)
    {
        File.AppendAllText(log, $"{Environment.GetEnvironmentVariable(first)} {Environment.GetEnvironmentVariable(second)}\n");
        return 0;
    }

    /// <summary>The second rank is late: it waits for the first one's outcome, and goes on for a while.</summary>
    public static async Task<int> FirstAndLate(string jobs, string last)
    {
        if (Environment.GetEnvironmentVariable("SLURM_PROCID") != "0")
        {
            await FileNotice.UntilAsync(jobs, () => Directory.GetFiles(jobs, "outcome", SearchOption.AllDirectories).Length > 0);
            using var pause = new PeriodicTimer(TimeSpan.FromSeconds(2));
            await pause.WaitForNextTickAsync();
            await File.WriteAllTextAsync(last, "late");
        }

        return 1;
    }

    /// <summary>Takes memory that .NET knows nothing of, and uses all of it.</summary>
    public static unsafe long TouchMemory(int megabytes)
    {
        long sum = 0;
        for (int i = 0; i < megabytes; i++)
        {
            var block = new Span<byte>(System.Runtime.InteropServices.NativeMemory.Alloc(1 << 20), 1 << 20);
            block.Fill(1);
            sum += block[^1];
        }

        return sum;
    }
}
