using Covalent.Core.Execution;
using Covalent.Executors.Tests.Slurm;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using Covalent.Tests;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>A cancel that comes at an awkward moment: the task ends cancelled or completed, and nothing of it is left on the far side.</summary>
public abstract class CancelMomentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The executor, and the folder of its jobs as this machine sees it.</summary>
    private protected abstract (RemoteExecutor Executor, string Work) Create();

    [Fact]
    public Task Cancel_BeforeTheSubmissionReturns_LeavesNothing() => CancelAsync(size: 10, (_, _, _) => Task.CompletedTask);

    [Fact]
    public Task Cancel_DuringTheUpload_LeavesNothing() => CancelAsync(size: 8_000_000, (_, _, _) => Task.CompletedTask);

    [Fact]
    public Task Cancel_BetweenTheStartAndTheFirstPoll_LeavesNothing() => CancelAsync(size: 10, (rig, attempt, _) => rig.HandleSaved(attempt));

    [Fact]
    public Task Cancel_DuringTheRun_LeavesNothing() => CancelAsync(size: 10, (_, _, log) => FileNotice.AppearsAsync(log, Stop));

    [Fact]
    public Task Cancel_AtTheEnd_LeavesNothing() => CancelAsync(size: 10, async (_, _, log) =>
    {
        await FileNotice.AppearsAsync(log, Stop);
        await File.WriteAllTextAsync($"{Path.GetDirectoryName(log)}/go", "", Stop);
        await FileNotice.AppearsAsync(log + ".done", Stop);
    });

    private async Task CancelAsync(int size, Func<ExecutorRig, TaskAttempt, string, Task> moment)
    {
        (RemoteExecutor executor, string work) = Create();
        string shared = SharedFolder.Create();
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        await using (var rig = await ExecutorRig.CreateAsync(executor))
        {
            // What is sent once has been sent.
            Assert.Equal(Status.Completed, (await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)))).Status);
            for (int i = 0; i < 3; i++)
            {
                string folder = Directory.CreateDirectory($"{shared}/{i}", (UnixFileMode)0b111_111_111).FullName;
                File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
                var (log, go) = ($"{folder}/log", $"{folder}/go");
                TaskAttempt attempt = rig.Attempt(() => Electron(() => CancelTasks.CountAndWait(bytes, log, go, CancellationToken.None)));
                rig.Start(attempt);
                await moment(rig, attempt, log);
                Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(30)), "not confirmed");
                TaskOutcome outcome = await rig.OutcomeOf(attempt);
                Assert.True(outcome.Status is Status.Cancelled or Status.Completed, $"{outcome.Status}: {outcome.Failure?.Message}");
                Assert.Equal(1, rig.TimesFinished(attempt));
                Assert.True(outcome.Status == Status.Cancelled || File.Exists(log + ".done"));
            }
        }

        await FileNotice.UntilAsync(work, () => JobLeftovers.In(work).Count == 0, Stop);
    }
}

public sealed class SshCancelMomentTests : CancelMomentTests
{
    private protected override (RemoteExecutor Executor, string Work) Create()
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        executor.RemoteCache = $"{SshExecutorTests.TestCache}/{Guid.NewGuid():N}";
        return (executor, $"/home/{executor.Username}/{executor.RemoteCache}");
    }
}

public sealed class SlurmCancelMomentTests : CancelMomentTests
{
    private protected override (RemoteExecutor Executor, string Work) Create()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));
        return (executor, $"{executor.RemoteWorkdir}/.covalent");
    }
}

/// <summary>Electrons of these tests.</summary>
public static class CancelTasks
{
    public static Task<int> CountAndWait(byte[] load, string log, string go, CancellationToken cancellationToken) =>
        load.Length > 0 ? SshTasks.CountAndWait(log, go, cancellationToken) : Task.FromResult(0);
}
