using Covalent.Testing;

namespace Covalent.Executors.Tests.Dask;

/// <summary>The shared conformance suite on a real cluster of two workers.</summary>
[Collection(DaskSuite.Name)]
public sealed class DaskExecutorConformanceTests : RemoteExecutorConformance
{
    protected override Executor CreateExecutor() => DaskExecutorTests.OnTheCluster();

    // The folders of warm workers stay; files of tasks in them do not.
    protected override IReadOnlyList<string> Leftovers() =>
        [.. Directory.EnumerateDirectories(Backends.Require("COVALENT_TEST_DASK_DIR"), "covalent", SearchOption.AllDirectories)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(file => Path.GetFileName(file) != "log")];
}
