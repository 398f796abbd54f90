namespace Covalent.Executors.Tests.Dask;

/// <summary>What the shared suite does not ask of every executor.</summary>
public sealed class DaskExecutorTests
{
    public static DaskExecutor OnTheCluster() => new()
    {
        SchedulerAddress = Backends.Require("COVALENT_TEST_DASK_ADDRESS"),
        PythonPath = Backends.Require("COVALENT_TEST_DASK_PYTHON"),
        RemoteCache = Path.Combine(Backends.Require("COVALENT_TEST_DASK_DIR"), "cache"),
        LogStdout = "",
        LogStderr = "",
    };
}
