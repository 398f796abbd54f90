using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Ssh;

public sealed class SshExecutorTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A folder of this run's own, so that nothing an earlier one left behind is in the way.</summary>
    internal static string TestCache { get; } = $"{TestRun.AtHome}/ssh";

    internal static SshExecutor Loopback() => new()
    {
        Hostname = Backends.Require("COVALENT_TEST_SSH_HOST"),
        Port = int.Parse(Backends.Require("COVALENT_TEST_SSH_PORT")),
        Username = Backends.Require("COVALENT_TEST_SSH_USER"),
        SshKeyFile = Backends.SshFile("id_ed25519"),
        KnownHostsFile = Backends.SshFile("known_hosts"),
        UseSshConfig = false,
        PollFreq = 1,
        RemoteCache = TestCache,
        RemoteWorkdir = $"{TestRun.AtHome}/work",
        WorkerIdle = 2,
        StopGrace = 2,
    };

    [Fact]
    public async Task Server_KilledDuringARunAndStartedAgain_LosesNothing()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        await using var rig = await ExecutorRig.CreateAsync(sshd.Executor());
        string shared = SharedFolder.Create();
        var attempts = Enumerable.Range(0, 2).Select(i => rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/log{i}", $"{shared}/go", CancellationToken.None)))).ToArray();
        rig.Start(attempts);
        foreach (int i in new[] { 0, 1 })
        {
            await ConformanceTasks.WaitForFile($"{shared}/log{i}", 0, Stop);
        }

        await sshd.KillAsync();
        await File.WriteAllTextAsync($"{shared}/go", "", Stop);
        await ConformanceTasks.WaitForFile($"{shared}/log0.done", 0, Stop);
        await sshd.RestartAsync();
        foreach (TaskAttempt attempt in attempts)
        {
            TaskOutcome outcome = await rig.OutcomeOf(attempt);
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        }

        Assert.Equal("ran\n", await File.ReadAllTextAsync($"{shared}/log0", Stop));
    }

    [Fact]
    public async Task Server_DownAtSubmission_FailsTheTaskWithTheReasonAfterItsAttempts()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        SshExecutor executor = sshd.Executor();
        await sshd.KillAsync();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(FailureKind.Executor, outcome.Failure!.Kind);
        Assert.Contains($":{sshd.Port}", outcome.Failure.Message);
        Assert.Contains("nothing listens", outcome.Failure.Message);
    }

    [Fact]
    public async Task Server_Down_WithRunLocalOnSshFail_RunsTheTaskHere()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        SshExecutor executor = sshd.Executor();
        executor.RunLocalOnSshFail = true;
        executor.RetryConnect = false;
        await sshd.KillAsync();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => SshTasks.UserName()));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal(Environment.UserName, ExecutorRig.Value<string>(outcome));
    }

    [Fact]
    public async Task Pool_OfTwoHosts_SharesTheTasksByTheirLimits()
    {
        SshExecutor executor = Loopback();
        // Two users of one machine have nothing in common but its address: two machines, for the pool.
        executor.Hosts = [$"{executor.Username}@{executor.Hostname}*3", $"root@{executor.Hostname}*1"];
        executor.Hostname = "";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        string shared = SharedFolder.Create();
        var attempts = Enumerable.Range(0, 4).Select(i => rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/log{i}", $"{shared}/go", CancellationToken.None)))).ToArray();
        rig.Start(attempts);
        // All four at once: three places on one host and one on the other.
        for (int i = 0; i < 4; i++)
        {
            await ConformanceTasks.WaitForFile($"{shared}/log{i}", 0, Stop);
        }

        await File.WriteAllTextAsync($"{shared}/go", "", Stop);
        foreach (TaskAttempt attempt in attempts)
        {
            Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
        }

        string[] hosts = [.. rig.Handles.Values.Select(handle => System.Text.Json.Nodes.JsonNode.Parse(handle)!["host"]!.GetValue<string>())];
        Assert.Equal(1, hosts.Count(host => host.StartsWith("root@", StringComparison.Ordinal)));
    }

    /// <summary>As when each electron makes an executor of its own, with a folder of its own.</summary>
    [Fact]
    public async Task Executors_WithTheSameLogin_ShareConnections()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        ExecutorRig[] rigs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
        {
            SshExecutor executor = sshd.Executor();
            executor.RemoteWorkdir += $"/{i}";
            return ExecutorRig.CreateAsync(executor);
        }));
        TaskOutcome[] outcomes = await Task.WhenAll(rigs.Select(rig => rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)))));
        Assert.All(outcomes, outcome => Assert.Equal(42, ExecutorRig.Value<int>(outcome)));
        int open = sshd.ConnectionsTo();
        output.WriteLine($"{open} connection(s) for {rigs.Length} executors");
        Assert.InRange(open, 1, 2);
        foreach (ExecutorRig rig in rigs.Skip(1))
        {
            await rig.DisposeAsync();
        }

        Assert.Equal(42, ExecutorRig.Value<int>(await rigs[0].RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)))));
        await rigs[0].DisposeAsync();
    }

    /// <summary>As after a restart of the far machine while no dispatcher lived.</summary>
    [Fact]
    public async Task Queue_WhoseWorkersAreGone_GoesOnUnderTheNextDispatcher()
    {
        SshExecutor executor = Loopback();
        (executor.TasksPerHost, executor.RemoteCache) = (1, $"{TestCache}/{Guid.NewGuid():N}");
        await using var rig = await ExecutorRig.CreateAsync(executor);
        string shared = SharedFolder.Create();
        var running = rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/log", $"{shared}/go", CancellationToken.None)));
        var waiting = rig.Attempt(() => Electron(() => ConformanceTasks.Add(20, 22)));
        rig.Start(running);
        await ConformanceTasks.WaitForFile($"{shared}/log", 0, Stop);
        rig.Start(waiting);
        await rig.HandleSaved(waiting);
        await rig.Driver.DisposeAsync();
        string jobs = Directory.GetDirectories($"/home/{executor.Username}/{executor.RemoteCache}/hosts", "*").Single() + "/jobs";
        string leader = (await File.ReadAllTextAsync($"{jobs}/{running.JobName}/pid", Stop)).Split(' ')[0];
        using (Process kill = Process.Start("kill", ["-KILL", "--", $"-{leader}"]))
        {
            await kill.WaitForExitAsync(Stop);
            Assert.Equal(0, kill.ExitCode);
        }

        await rig.RestartAsync(executor);
        var remembered = new[] { rig.Remembered(running), rig.Remembered(waiting) };
        rig.Reattach(remembered);
        Assert.True((await rig.OutcomeOf(remembered[0])).ProcessDied);
        Assert.Equal(42, ExecutorRig.Value<int>(await rig.OutcomeOf(remembered[1])));
    }

    /// <summary>Homes on a file server are one folder for all machines, whose processes have numbers of their own.</summary>
    [Fact]
    public async Task Machine_WithASharedHome_KeepsItsJobsApart()
    {
        SshExecutor executor = Loopback();
        executor.RemoteCache = $"{TestCache}/{Guid.NewGuid():N}";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(42, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)))));
        Assert.Equal(Environment.MachineName, Path.GetFileName(Directory.GetDirectories($"/home/{executor.Username}/{executor.RemoteCache}/hosts", "*").Single()));
    }

    [Fact]
    public async Task Pool_WithAHostThatIsDown_UsesTheOthers()
    {
        SshExecutor executor = Loopback();
        executor.Hosts = [$"127.0.0.1:1", executor.Hostname];
        (executor.Hostname, executor.RetryConnect) = ("", false);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        for (int i = 0; i < 3; i++)
        {
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        }
    }

    /// <summary>The dispatcher died before handles were saved, and one machine of the pool with it.</summary>
    [Fact]
    public async Task Pool_WithADeadHost_FindsWhatIsOnTheOthersAtOnce()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        SshExecutor executor = sshd.Executor();
        await File.AppendAllLinesAsync(sshd.KnownHosts, await File.ReadAllLinesAsync(Backends.SshFile("known_hosts"), Stop), Stop);
        // Two users of one machine have nothing in common but its address: two machines, for the pool.
        executor.Hosts = [$"root@127.0.0.1:{sshd.Port}*1", $"{executor.Username}@127.0.0.1:{Backends.Loopback().Port}*1"];
        (executor.Hostname, executor.ConnectTimeout) = ("", 60);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        string shared = SharedFolder.Create();
        var attempts = Enumerable.Range(0, 2).Select(i => rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/log{i}", $"{shared}/go", CancellationToken.None)))).ToArray();
        rig.Start(attempts);
        for (int i = 0; i < 2; i++)
        {
            await ConformanceTasks.WaitForFile($"{shared}/log{i}", 0, Stop);
            await rig.HandleSaved(attempts[i]);
        }

        int onDead = Array.FindIndex(attempts, attempt => rig.Handles[(attempt.Dispatch.DispatchId, attempt.NodeId)].Contains("root@", StringComparison.Ordinal));
        await sshd.KillAsync();
        await rig.RestartAsync(executor);
        TaskAttempt[] forgotten = [.. attempts.Select(attempt => new TaskAttempt { Dispatch = attempt.Dispatch, NodeId = attempt.NodeId, Number = attempt.Number, Options = attempt.Options })];
        rig.Reattach(forgotten);
        await File.WriteAllTextAsync($"{shared}/go", "", Stop);
        TaskOutcome living = await rig.OutcomeOf(forgotten[1 - onDead]);
        Assert.True(living.Status == Status.Completed, living.Failure?.Message);
        await sshd.RestartAsync();
        TaskOutcome back = await rig.OutcomeOf(forgotten[onDead]);
        Assert.True(back.Status == Status.Completed, back.Failure?.Message);
        Assert.Equal("ran\n", await File.ReadAllTextAsync($"{shared}/log{onDead}", Stop));
    }

    [Fact]
    public async Task Task_ThatMayBeOnAHostThatStaysDead_IsGivenUpAfterHostPatience()
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync();
        SshExecutor executor = sshd.Executor();
        (executor.HostPatience, executor.MaxConnectionAttempts) = (0.5, 1);
        await sshd.KillAsync();
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskAttempt attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)));
        rig.Reattach(attempt);
        TaskOutcome outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains("host_patience", outcome.Failure!.Message);
        Assert.Contains($":{sshd.Port}", outcome.Failure.Message);
    }

    /// <summary>A worker that is killed would leave them in the machine's temporary folder for good. Whoever wants to look inside says so in the login's environment.</summary>
    [Theory]
    [InlineData(null, "0", false)]
    [InlineData("DOTNET_EnableDiagnostics=1", "1", true)]
    public async Task Worker_OfAnotherMachine_HasDiagnosticsOnlyWhereTheyAreAskedFor(string? environment, string variable, bool areThere)
    {
        await using ThrowawaySshd sshd = await ThrowawaySshd.StartAsync(environment);
        SshExecutor executor = sshd.Executor();
        executor.RemoteCache = $"{TestCache}/{Guid.NewGuid():N}";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        foreach (bool isSuspect in new[] { false, true })
        {
            TaskOutcome outcome = await rig.RunAsync(rig.Attempt(() => Electron(() => SshTasks.Diagnostics()), isSuspect: isSuspect));
            Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
            string[] told = ExecutorRig.Value<string[]>(outcome)!;
            Assert.Equal(variable, told[0]);
            Assert.Equal(areThere, told.Length > 1);
        }
    }

    [Theory]
    [InlineData("id_stranger", "authorized_keys")]
    [InlineData("no_such_key", "does not exist")]
    public async Task Key_ThatDoesNotFit_FailsTheTaskWithThatReason(string key, string reason)
    {
        SshExecutor executor = Loopback();
        executor.SshKeyFile = Backends.SshFile(key);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains(key, outcome.Failure!.Message);
        Assert.Contains(reason, outcome.Failure.Message);
    }

    [Fact]
    public async Task HostKey_ThatChanged_FailsTheTaskWithItsFingerprint()
    {
        SshExecutor executor = Loopback();
        executor.KnownHostsFile = Path.GetTempFileName();
        string other = string.Join(' ', (await File.ReadAllTextAsync(Backends.SshFile("id_stranger.pub"), Stop)).Split(' ').Take(2));
        await File.WriteAllTextAsync(executor.KnownHostsFile, $"[{executor.Hostname}]:{executor.Port} {other}\n", Stop);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Contains("SHA256:", outcome.Failure!.Message);
    }

    [Theory]
    [InlineData("/proc/nowhere")]
    [InlineData("$COVALENT_NOT_SET/cache")]
    public async Task Folder_ThatCannotBeUsed_FailsTheTaskNamingIt(string folder)
    {
        SshExecutor executor = Loopback();
        executor.RemoteCache = folder;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains(folder.Split('/')[folder.StartsWith('$') ? 0 : 2].TrimStart('$'), outcome.Failure!.Message);
    }

    [Fact]
    public async Task WorkFolder_ThatCannotBeMade_FailsTheTaskNamingIt()
    {
        SshExecutor executor = Loopback();
        executor.RemoteWorkdir = "/proc/nowhere/work";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)));
        Assert.Equal(Status.Failed, outcome.Status);
        output.WriteLine(outcome.Failure!.Message + System.Text.Encoding.UTF8.GetString(outcome.Stderr.Span));
        Assert.Contains("/proc/nowhere", outcome.Failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CondaEnvironment_ThatIsNotThere_FailsTheTaskWithThatReason(bool isSuspect)
    {
        SshExecutor executor = Loopback();
        executor.CondaEnv = "no-such-environment";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)), isSuspect: isSuspect));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Contains("conda", outcome.Failure!.Message);
        Assert.Contains("no-such-environment", outcome.Failure.Message);
    }

    [Fact]
    public async Task Options_WithHostileNames_RunNothing()
    {
        const string Hostile = "it's $(touch /tmp/covalent-injected) `id`; touch /tmp/covalent-injected\t\"q\" & | > < * ? ~ # !";
        SshExecutor executor = Loopback();
        (executor.RemoteCache, executor.RemoteWorkdir, executor.CreateUniqueWorkdir) = ($"{TestCache}/{Hostile}", $"{TestCache}/{Hostile}", true);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.CurrentFolder()));
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Contains($"{TestCache}/{Hostile}/", ExecutorRig.Value<string>(outcome));
        Assert.EndsWith("/node_0", ExecutorRig.Value<string>(outcome));
        TaskOutcome suspect = await rig.RunAsync(rig.Attempt(() => Electron(() => ConformanceTasks.CurrentFolder()), isSuspect: true));
        Assert.True(suspect.Status == Status.Completed, suspect.Failure?.Message);
        Assert.False(File.Exists("/tmp/covalent-injected"));
    }

    [Fact]
    public async Task Output_OfARunningTask_IsPassedOnWhileItRuns()
    {
        await using var rig = await ExecutorRig.CreateAsync(Loopback());
        string go = SharedFolder.Create() + "/go";
        var attempt = rig.Attempt(() => Electron(() => SshTasks.SpeakAndWait("live line", go, CancellationToken.None)));
        var told = new Pulse();
        rig.Told += told.Beat;
        rig.Start(attempt);
        await told.UntilAsync(() => rig.Outputs.Any(piece => piece.Text.Contains("live line")));

        await File.WriteAllTextAsync(go, "", Stop);
        Assert.Equal("live line\n", System.Text.Encoding.UTF8.GetString((await rig.OutcomeOf(attempt)).Stdout.Span));
    }

    [Fact]
    public async Task Suspect_ThatKillsItsProcess_HasAProcessOfItsOwn()
    {
        await using var rig = await ExecutorRig.CreateAsync(Loopback());
        TaskOutcome outcome = await rig.RunAsync(rig.Attempt(() => Electron(() => ConformanceTasks.KillOwnProcess()), isSuspect: true));
        Assert.Equal(FailureKind.ProcessDied, outcome.Failure!.Kind);
        Assert.Equal("before the end\n", System.Text.Encoding.UTF8.GetString(outcome.Stdout.Span));
    }

    [Fact]
    public async Task Cancel_OfAQueuedTask_TakesItOutOfTheQueue()
    {
        SshExecutor executor = Loopback();
        (executor.TasksPerHost, executor.WorkerIdle) = (1, 7);
        await using var rig = await ExecutorRig.CreateAsync(executor);
        string shared = SharedFolder.Create();
        var first = rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/log", $"{shared}/go", CancellationToken.None)));
        rig.Start(first);
        await ConformanceTasks.WaitForFile($"{shared}/log", 0, Stop);
        var second = rig.Attempt(() => Electron(() => SshTasks.CountAndWait($"{shared}/never", $"{shared}/go", CancellationToken.None)));
        rig.Start(second);
        Assert.True(await rig.StopAsync(second, StopReason.Cancelled, TimeSpan.FromSeconds(5)));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(second)).Status);
        await File.WriteAllTextAsync($"{shared}/go", "", Stop);
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(first)).Status);
        Assert.False(File.Exists($"{shared}/never"));
    }

    [Fact]
    public async Task Connections_ForManyTasks_StayWithinTheCap()
    {
        await using var rig = await ExecutorRig.CreateAsync(Loopback());
        var attempts = Enumerable.Range(0, 200).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, 1)))).ToArray();
        await rig.RunAsync(attempts[0]);
        long start = Stopwatch.GetTimestamp();
        rig.Start(attempts[1..]);
        foreach (TaskAttempt attempt in attempts[1..])
        {
            Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
        }

        output.WriteLine($"199 tasks in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
    }
}

/// <summary>Electrons of these tests.</summary>
public static class SshTasks
{
    public static string UserName() => Environment.UserName;

    /// <summary>The setting, and the files by which a debugger or a tool would find this process.</summary>
    public static string[] Diagnostics() =>
    [
        Environment.GetEnvironmentVariable("DOTNET_EnableDiagnostics") ?? "",
        .. Directory.GetFiles(Path.GetTempPath(), $"*-{Environment.ProcessId}-*").Where(file => Path.GetFileName(file) is ['d', 'o', 't', ..] or ['c', 'l', 'r', ..]),
    ];

    /// <summary>Notes that it ran, waits to be let go, and notes that too.</summary>
    public static async Task<int> CountAndWait(string log, string goOn, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(log, "ran\n", cancellationToken);
        await ConformanceTasks.WaitForFile(goOn, 1, cancellationToken);
        await File.WriteAllTextAsync(log + ".done", "", cancellationToken);
        return 1;
    }

    public static async Task<int> SpeakAndWait(string line, string goOn, CancellationToken cancellationToken)
    {
        Console.WriteLine(line);
        return await ConformanceTasks.WaitForFile(goOn, 1, cancellationToken);
    }
}
