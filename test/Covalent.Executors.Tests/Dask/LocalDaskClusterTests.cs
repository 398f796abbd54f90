using Covalent.Executors.Dask;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

[Collection(DaskSuite.Name)]
public sealed class LocalDaskClusterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_ScaledUpAndDown_HasSoManyWorkersAndKeepsItsAddress()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        string address = cluster.State.Address;
        await cluster.Local.ScaleAsync(3, Stop);
        Assert.Equal(["worker-1", "worker-2", "worker-3"], (await cluster.Local.AskAsync(Stop)).Workers.Select(worker => worker.Name).Order());
        await cluster.Local.ScaleAsync(1, Stop);
        Assert.Equal(["worker-1"], (await cluster.Local.AskAsync(Stop)).Workers.Select(worker => worker.Name));
        Assert.Equal(address, cluster.State.Address);
    }

    [Fact]
    public async Task Worker_ThatDied_IsReplacedByScaling()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 2);
        DaskProcess first = cluster.State.Workers[0];
        System.Diagnostics.Process.GetProcessById(first.Id).Kill();
        await first.StopAsync(TimeProvider.System, Stop);
        await cluster.Local.ScaleAsync(2, Stop);
        Assert.All(cluster.State.Workers, worker => Assert.True(worker.IsAlive));
        Assert.DoesNotContain(first, cluster.State.Workers);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task Cluster_WhoseSchedulerWasKilled_BeginsAnewWithoutTheOldWorkers(string verb)
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 2);
        LocalDaskState old = cluster.State;
        System.Diagnostics.Process.GetProcessById(old.Scheduler.Id).Kill();
        await ProcessNotice.GoneAsync(old.Scheduler.Id);
        Assert.Contains("covalent cluster restart", (await Assert.ThrowsAsync<DaskException>(() => cluster.Local.ScaleAsync(1, Stop))).Message, StringComparison.Ordinal);
        LocalDaskState state = verb == "start" ? await cluster.Local.StartAsync(old.Options, Stop) : await cluster.Local.RestartAsync(Stop);
        Assert.Equal(2, state.Workers.Count);
        Assert.All(old.Workers, worker => Assert.False(worker.IsAlive));
        Assert.Equal(2, (await cluster.Local.AskAsync(Stop)).Workers.Count);
    }

    [Fact]
    public async Task Cluster_StartedTwice_IsTheSame()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        LocalDaskState before = cluster.State;
        LocalDaskState after = await cluster.Local.StartAsync(before.Options, Stop);
        Assert.Equal(before.Scheduler, after.Scheduler);
        Assert.Equal(before.Workers, after.Workers);
    }

    [Fact]
    public async Task Cluster_Stopped_LeavesNoProcess()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1, nanny: true);
        LocalDaskState state = cluster.State;
        await cluster.Local.StopAsync(Stop);
        Assert.Null(cluster.Local.Find());
        Assert.All(state.Workers.Append(state.Scheduler), process => Assert.False(process.IsAlive));
        DaskException failure = await Assert.ThrowsAsync<DaskException>(() => cluster.Local.AskAsync(Stop));
        Assert.Contains("covalent cluster start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executor_WithoutAddress_UsesTheClusterOfItsDataFolder()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        DaskExecutor executor = cluster.Executor();
        executor.SchedulerAddress = "";
        await using var rig = await ExecutorRig.CreateAsync(executor, change: host => host with { DataFolder = cluster.Folder });
        Assert.Equal(42, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)))));
    }

    [Fact]
    public async Task Executor_WithoutAddressAndCluster_SaysHowToGetOne()
    {
        DaskExecutor executor = DaskExecutorTests.OnTheCluster();
        executor.SchedulerAddress = "";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Covalent.Core.Execution.TaskOutcome outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(20, 22)));
        Assert.Contains("covalent cluster start", outcome.Failure!.Message, StringComparison.Ordinal);
    }
}
