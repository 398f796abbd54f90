using Covalent.Testing;

namespace Covalent.Executors.Tests.Ssh;

/// <summary>The shared conformance suite against the real sshd; tasks run as another user than the tests.</summary>
public sealed class SshExecutorConformanceTests : IsolatedExecutorConformance
{
    // The far user must be able to write where the tests look.
    private readonly string _shared = SharedFolder.Create();

    protected override Executor CreateExecutor() => SshExecutorTests.Loopback();

    private protected override string SignalFile(ExecutorRig rig) => Path.Combine(_shared, Guid.NewGuid().ToString("N"));

    private protected override string WorkFolderFor(ExecutorRig rig, string name) => Path.Combine(_shared, name);
}
