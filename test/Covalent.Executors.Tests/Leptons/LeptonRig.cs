using Covalent.Core.Execution;
using Covalent.Core.Recording;
using Covalent.Testing;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>What the lepton tests share.</summary>
internal static class LeptonRig
{
    // Environments and packages of the tests stay out of the account's own cache; TestRun removes the run's folder.
    static LeptonRig() => Environment.SetEnvironmentVariable("COVALENT_CACHE_DIR", Directory.CreateTempSubdirectory("covalent-test-cache-").FullName);

    public static TheoryData<string> Modes => new(LocalExecutor.InProcess, LocalExecutor.Process);

    public static Task<ExecutorRig> OpenAsync(string mode = LocalExecutor.InProcess) => ExecutorRig.CreateAsync(new LocalExecutor { Mode = mode, Workers = 1 });

    public static TaskOutcome Completed(TaskOutcome outcome)
    {
        Assert.True(outcome.Status == Status.Completed, $"{outcome.Failure?.Message}\n{outcome.Failure?.StackTrace}");
        return outcome;
    }

    public static async Task<T> ValueAsync<T>(this ExecutorRig rig, Func<Node<T>> lattice, ElectronOptions? options = null) =>
        ExecutorRig.Value<T>(Completed(await rig.RunAsync(lattice, options)));

    public static async Task<FailureInfo> FailureAsync<T>(this ExecutorRig rig, Func<Node<T>> lattice)
    {
        var outcome = await rig.RunAsync(lattice);
        Assert.Equal(Status.Failed, outcome.Status);
        return outcome.Failure!;
    }

    public static string Refused<T>(Func<Node<T>> lattice) => Assert.Throws<WorkflowBuildException>(() => LatticeCall.Record(lattice.Method, lattice.Target, [], null)).Message;
}
