using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmExecutorTests(ITestOutputHelper output)
{
    /// <summary>The login node itself, of the cluster with three nodes.</summary>
    internal static SlurmExecutor OnTheLoginNode()
    {
        Environment.SetEnvironmentVariable("SLURM_CONF", Backends.Require("COVALENT_TEST_SLURM3_CONF"));
        return new SlurmExecutor
        {
            RemoteCache = Path.Combine(Folder, "cache"),
            RemoteWorkdir = Path.Combine(Folder, "work's dir"),
            PollFreq = 1,
            StopGrace = 1,
            BashrcPath = "",
        };
    }

    /// <summary>Over SSH, the cluster with one node.</summary>
    internal static SlurmExecutor OverSsh()
    {
        Backends.Require("COVALENT_TEST_SLURM_CONF");
        return new SlurmExecutor
        {
            Address = Backends.Require("COVALENT_TEST_SSH_HOST"),
            Port = int.Parse(Backends.Require("COVALENT_TEST_SSH_PORT")),
            Username = Backends.Require("COVALENT_TEST_SSH_USER"),
            SshKeyFile = Backends.SshFile("id_ed25519"),
            KnownHostsFile = Backends.SshFile("known_hosts"),
            UseSshConfig = false,
            RemoteCache = $"{TestRun.AtHome}/slurm",
            RemoteWorkdir = $"{TestRun.AtHome}/slurm work",
            PollFreq = 1,
            StopGrace = 1,
        };
    }

    /// <summary>Where clusters of this machine keep what the tests send them.</summary>
    internal static string Folder { get; } = Directory.CreateTempSubdirectory("covalent-slurm-").FullName;

    [Fact]
    public async Task Task_OnTheLoginNodesCluster_Runs() => await RunSomeAsync(OnTheLoginNode());

    [Fact]
    public async Task Task_OverSsh_Runs() => await RunSomeAsync(OverSsh());

    [Fact]
    public async Task Task_WithPostrunCommands_IsOverWhenTheyHaveRun()
    {
        SlurmExecutor executor = OnTheLoginNode();
        string after = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        executor.PostrunCommands = ["sleep 2", $"echo post >'{after}'"];
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(Status.Completed, (await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)))).Status);
        Assert.Equal("post\n", await File.ReadAllTextAsync(after, TestContext.Current.CancellationToken));
    }

    /// <summary>The job still ends, which nobody has to wait for; it finds no folder any more, and brings none back.</summary>
    [Fact]
    public async Task Task_ThatIsAllItsJobRuns_IsOverWithItsOutcome()
    {
        SlurmExecutor executor = OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        string go = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        // The job waits for what its commands left in the background.
        executor.PrerunCommands = [$"(while [ ! -e '{go}' ]; do sleep 0.1; done) &"];
        await using (var rig = await ExecutorRig.CreateAsync(executor))
        {
            TaskAttempt attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(2, 40)));
            Assert.Equal(42, ExecutorRig.Value<int>(await rig.RunAsync(attempt)));
            string id = System.Text.Json.Nodes.JsonNode.Parse(rig.Handles[(attempt.Dispatch.DispatchId, attempt.NodeId)])!["id"]!.GetValue<string>();
            Assert.Contains("JobState=RUNNING", await ShowAsync(id));
            await rig.Driver.DisposeAsync();
            Assert.Empty(JobLeftovers.In($"{executor.RemoteWorkdir}/.covalent"));
            await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
            string ended = "";
            await FileNotice.UntilAsync(Backends.Require("COVALENT_TEST_SLURM3_DIR"), async () => !UnderWay.Any((ended = await ShowAsync(id)).Contains), TestContext.Current.CancellationToken);
            Assert.Contains("JobState=COMPLETED", ended);
            Assert.Contains("ExitCode=0:0", ended);
        }

        Assert.Empty(JobLeftovers.In($"{executor.RemoteWorkdir}/.covalent"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Task_OfTwoRanksWithNothingAround_IsOverWhenBothAre(bool saysSoToSrun)
    {
        SlurmExecutor executor = OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        executor.Options = new() { ["ntasks"] = 2 };
        executor.SrunOptions = saysSoToSrun ? new() { ["ntasks"] = 2 } : [];
        string last = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        string jobs = $"{executor.RemoteWorkdir}/.covalent/jobs";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => SlurmTasks.FirstAndLate(jobs, last)));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal("late", await File.ReadAllTextAsync(last, TestContext.Current.CancellationToken));
    }

    private static readonly string[] UnderWay = ["JobState=RUNNING", "JobState=COMPLETING"];

    private static async Task<string> ShowAsync(string id)
    {
        using Process scontrol = Process.Start(new ProcessStartInfo("scontrol", ["-o", "show", "job", id]) { RedirectStandardOutput = true })!;
        return await scontrol.StandardOutput.ReadToEndAsync();
    }

    [Fact]
    public async Task Task_OfSeveralRanks_IsOverWhenAllOfThemAre()
    {
        SlurmExecutor executor = OnTheLoginNode();
        string last = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        (executor.Options, executor.SrunOptions) = (new() { ["ntasks"] = 2 }, new() { ["ntasks"] = 2 });
        executor.SrunAppend = $"sh -c '\"$@\"; code=$?; [ \"$SLURM_PROCID\" = 0 ] || {{ sleep 2; echo late >{last}; }}; exit $code' rank";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)));
        Assert.Equal(42, ExecutorRig.Value<int>(outcome));
        Assert.Equal("late\n", await File.ReadAllTextAsync(last, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no-such-host.invalid", "the name 'no-such-host.invalid' is not known")]
    [InlineData("127.0.0.1", "nothing listens on port 1")]
    public async Task LoginNode_ThatCannotBeReached_FailsTheTaskAfterItsAttempts(string address, string reason)
    {
        // Its patience, a day, is for jobs that are there; nothing can be there yet.
        var executor = new SlurmExecutor { Address = address, Port = 1, UseSshConfig = false, MaxConnectionAttempts = 2, RetryWaitTime = 0.1, Username = "nobody", SshKeyFile = Backends.SshFile("id_ed25519") };
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)));
        Assert.Contains(reason, outcome.Failure!.Message);
    }

    private async Task RunSomeAsync(SlurmExecutor executor)
    {
        await using var rig = await ExecutorRig.CreateAsync(executor);
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)));
            output.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms {outcome.Status} {outcome.Failure?.Message} {outcome.Host}");
            Assert.Equal(42, ExecutorRig.Value<int>(outcome));
        }
    }
}
