using System.Globalization;
using Covalent.Core.Execution;
using Covalent.Executors.Tests.Leptons;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Dask;

/// <summary>Large values pass beside the scheduler, in pieces. 200 MB here, or as many as <c>COVALENT_TEST_ARRAY_MB</c> says; the dispatcher holds what it is
/// given and what it gets, and nobody else more than some pieces. The dispatcher is this process, so nothing else may run in it meanwhile.</summary>
[Collection(Alone)]
public sealed class DaskLargeDataTests
{
    private const string Alone = "the memory of this process";
    private const long Pieces = 64_000_000;

    private static readonly long Size = int.Parse(Environment.GetEnvironmentVariable("COVALENT_TEST_ARRAY_MB") ?? "200", CultureInfo.InvariantCulture) * 1_000_000L;

    [Fact]
    public async Task Array_ThroughPython_CostsNobodyButItsEndsMoreThanAFewPieces()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        await using var rig = await ExecutorRig.CreateAsync(cluster.Executor());
        await RunsBoundedAsync(cluster, rig, rig.Attempt(() => Python<double[]>("Leptons/lepton_tasks.py", "numpy_doubled_in_place", new double[Size / sizeof(double)])), 1.5);
    }

    [Fact]
    public async Task Array_ThroughCSharp_CostsNobodyButItsEndsMoreThanAFewPieces()
    {
        await using OwnCluster cluster = await OwnCluster.StartAsync(workers: 1);
        await using var rig = await ExecutorRig.CreateAsync(cluster.Executor());
        await RunsBoundedAsync(cluster, rig, rig.Attempt(() => Electron(() => DaskTasks.Doubled(new double[Size / sizeof(double)]))), 2.3);
    }

    private static async Task RunsBoundedAsync(OwnCluster cluster, ExecutorRig rig, TaskAttempt attempt, double share)
    {
        LeptonRig.Completed(await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 2))));
        GC.Collect();
        ProcessPeak[] peaks =
        [
            new("scheduler", cluster.State.Scheduler.Id),
            new("Dask worker", cluster.State.Workers[0].Id),
            .. DaskFaultTests.BridgesOf(rig.Host.DataFolder).Select(id => new ProcessPeak("bridge", id)),
            new("dispatcher", Environment.ProcessId),
        ];
        TaskOutcome outcome = LeptonRig.Completed(await rig.RunAsync(attempt));
        Assert.Equal(Size + 4, outcome.Result.Bytes.Length, 8.0);
        string figures = string.Join(", ", peaks.Select(peak => $"{peak.Name} {peak.Growth / 1e6:0}")) + $", the task's own process {outcome.PeakMemory / 1e6:0}";
        TestContext.Current.TestOutputHelper?.WriteLine($"{Size / 1_000_000} MB there and back; most memory in MB beyond what was there before: {figures}");
        Assert.All(peaks.Where(peak => peak.Name != "dispatcher"), peak => Assert.True(peak.Growth < Pieces, figures));
        Assert.True(peaks[^1].Growth < 1.5 * Size + Pieces, figures);
        Assert.True(outcome.PeakMemory < share * Size + 100e6, figures);
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Definition;
}
