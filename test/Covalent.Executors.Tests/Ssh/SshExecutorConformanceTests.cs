using Covalent.Testing;

namespace Covalent.Executors.Tests.Ssh;

/// <summary>The shared conformance suite against the real sshd; tasks run as another user than the tests.</summary>
public sealed class SshExecutorConformanceTests : RemoteExecutorConformance
{
    // A cache of each test's own: what is left in it, the test itself left. The bundle is sent anew each time, over loopback.
    private readonly string _cache = $"{SshExecutorTests.TestCache}/{Guid.NewGuid():N}";

    // The far user must be able to write where the tests look.
    private readonly string _shared = SharedFolder.Create();

    protected override Executor CreateExecutor()
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        executor.RemoteCache = _cache;
        executor.WorkerIdle = 2;
        return executor;
    }

    protected override IReadOnlyList<string> Leftovers() => JobLeftovers.In($"/home/{Backends.Require("COVALENT_TEST_SSH_USER")}/{_cache}");

    private protected override string SignalFile(ExecutorRig rig) => Path.Combine(_shared, Guid.NewGuid().ToString("N"));

    private protected override string WorkFolderFor(ExecutorRig rig, string name) => Path.Combine(_shared, name);
}
