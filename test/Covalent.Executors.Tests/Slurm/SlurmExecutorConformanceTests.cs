using Covalent.Testing;

namespace Covalent.Executors.Tests.Slurm;

/// <summary>The shared conformance suite on a real cluster of three nodes, from its login node.</summary>
public sealed class SlurmExecutorConformanceTests : IsolatedExecutorConformance
{
    protected override Executor CreateExecutor() => SlurmExecutorTests.OnTheLoginNode();
}

/// <summary>The same over SSH, on a real cluster of one node, as another user than the tests.</summary>
public sealed class SlurmOverSshConformanceTests : IsolatedExecutorConformance
{
    private readonly string _shared = SharedFolder.Create();

    protected override Executor CreateExecutor() => SlurmExecutorTests.OverSsh();

    private protected override string SignalFile(ExecutorRig rig) => Path.Combine(_shared, Guid.NewGuid().ToString("N"));

    private protected override string WorkFolderFor(ExecutorRig rig, string name) => Path.Combine(_shared, name);
}
