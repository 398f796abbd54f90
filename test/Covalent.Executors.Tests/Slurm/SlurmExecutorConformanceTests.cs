using Covalent.Testing;

namespace Covalent.Executors.Tests.Slurm;

/// <summary>The shared conformance suite on a real cluster of three nodes, from its login node.</summary>
public sealed class SlurmExecutorConformanceTests : RemoteExecutorConformance
{
    private readonly string _work = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));

    protected override Executor CreateExecutor()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = _work;
        return executor;
    }

    protected override IReadOnlyList<string> Leftovers() => JobLeftovers.In($"{_work}/.covalent", keepsQueues: false);
}

/// <summary>The same with several tasks in each job, run by warm workers.</summary>
public sealed class SlurmPackedConformanceTests : RemoteExecutorConformance
{
    private readonly string _work = Path.Combine(SlurmExecutorTests.Folder, Guid.NewGuid().ToString("N"));

    protected override Executor CreateExecutor()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        (executor.RemoteWorkdir, executor.TasksPerJob, executor.SrunOptions) = (_work, 5, new() { ["ntasks"] = 2 });
        executor.Options = new() { ["ntasks"] = 2 };
        return executor;
    }

    protected override IReadOnlyList<string> Leftovers() => JobLeftovers.In($"{_work}/.covalent", keepsQueues: false);
}

/// <summary>The same over SSH, on a real cluster of one node, as another user than the tests.</summary>
public sealed class SlurmOverSshConformanceTests : RemoteExecutorConformance
{
    private readonly string _work = $"{TestRun.AtHome}/{Guid.NewGuid():N}";
    private readonly string _shared = SharedFolder.Create();

    protected override Executor CreateExecutor()
    {
        SlurmExecutor executor = SlurmExecutorTests.OverSsh();
        executor.RemoteWorkdir = _work;
        return executor;
    }

    protected override IReadOnlyList<string> Leftovers() => JobLeftovers.In($"/home/{Backends.Require("COVALENT_TEST_SSH_USER")}/{_work}/.covalent", keepsQueues: false);

    private protected override string SignalFile(ExecutorRig rig) => Path.Combine(_shared, Guid.NewGuid().ToString("N"));

    private protected override string WorkFolderFor(ExecutorRig rig, string name) => Path.Combine(_shared, name);
}
