using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Ssh;

public sealed class SshExecutorTests(ITestOutputHelper output)
{
    /// <summary>A folder of this run's own, so that nothing an earlier one left behind is in the way.</summary>
    internal static string TestCache { get; } = $".cache/covalent-test-{Environment.ProcessId}";

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
        StopGrace = 2,
    };

    [Fact]
    public async Task Task_OnAnotherHost_Runs()
    {
        await using var rig = await ExecutorRig.CreateAsync(Loopback());
        for (int i = 0; i < 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)));
            output.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms {outcome.Status} {outcome.Failure?.Message} {outcome.Host}");
            Assert.Equal(42, ExecutorRig.Value<int>(outcome));
        }
    }
}
