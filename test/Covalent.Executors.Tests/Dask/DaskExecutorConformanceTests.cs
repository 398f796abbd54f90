using Covalent.Testing;

namespace Covalent.Executors.Tests.Dask;

/// <summary>The shared conformance suite on a real cluster of two workers.</summary>
[Collection(DaskSuite.Name)]
public sealed class DaskExecutorConformanceTests : RemoteExecutorConformance
{
    protected override Executor CreateExecutor() => DaskExecutorTests.OnTheCluster();

    // The folders of warm workers stay, with a log and two stream files that are emptied after each task; files of tasks do not.
    protected override IReadOnlyList<string> Leftovers() =>
        [.. Directory.EnumerateDirectories(Backends.Require("COVALENT_TEST_DASK_DIR"), "covalent", SearchOption.AllDirectories)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(file => !IsOfAWarmWorker(new FileInfo(file)))];

    private static bool IsOfAWarmWorker(FileInfo file) => file.Name == "log" || (file.Name is "stdout" or "stderr" && file is { Exists: true, Length: 0 });
}
