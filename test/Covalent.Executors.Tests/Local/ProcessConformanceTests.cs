using Covalent.Testing;

namespace Covalent.Executors.Tests.Local;

/// <summary>Warm worker processes on this machine.</summary>
public sealed class ProcessConformanceTests : IsolatedExecutorConformance
{
    protected override Executor CreateExecutor() => new LocalExecutor { Mode = LocalExecutor.Process, Workers = 2 };
}
