using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>What executors can be told that bring the code to machines where nothing of it is installed.</summary>
internal static class TravelKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        CommonExecutorKeys.UniqueWorkDir,
        Text("conda_env", "", "Conda environment that tasks are run in."),
        Text("dotnet_path", null, "The dotnet program of the machines that run tasks; without one it is looked for, and travels where there is none."),
        Boolean("ship_runtime", false, "Whether the .NET runtime travels even where there is one."),
        Seconds("stop_grace", 10, "Time a cancelled task has to end by itself before it and all it started are killed."),
        Seconds("connect_timeout", 30, "Longest time one attempt to connect may take."),
        Integer("cache_max_days", 30, "Days an unused bundle stays in the far side's cache.", 1),
        Integer("cache_max_size", 10240, "Mebibytes of the far side's cache above which bundles unused for longest are removed.", 1),
        Path("credentials_file", null, "Accepted for every remote executor; those that log in by keys or certificates have keys of their own for them."),
    ];

    /// <summary>How long a warm worker waits, where an executor has some.</summary>
    public static ConfigurationKey WorkerIdle { get; } = Seconds("worker_idle", 300, "How long a warm worker waits on the far side for another task.");
}
