using Covalent.Testing;
using CustomExecutor;

namespace Covalent.Executors.Tests.Local;

/// <summary>The executor of samples/07-custom-executor, which uses nothing but the public base class.</summary>
public sealed class DetachedConformanceTests : RemoteExecutorConformance, IDisposable
{
    private readonly string _spool = Directory.CreateTempSubdirectory("covalent-spool-").FullName;

    public void Dispose() => Directory.Delete(_spool, recursive: true);

    protected override Executor CreateExecutor() => new DetachedExecutor { Spool = _spool };

    protected override IReadOnlyList<string> Leftovers() => Directory.GetFileSystemEntries(_spool);
}
