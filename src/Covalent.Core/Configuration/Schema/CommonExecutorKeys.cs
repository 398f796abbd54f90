using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>What every executor can be told.</summary>
internal static class CommonExecutorKeys
{
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        .. Logs("", ""),
        Path("cache_dir", "{cache}", "Folder for the executor's temporary files."),
        Seconds("time_limit", -1, "Longest run of one attempt; -1 is no limit."),
        Integer("retries", 0, "How often a failed task is tried again."),
        Integer("max_concurrency", 0, "How many tasks this executor holds at once; 0 is no limit."),
    ];

    public static ConfigurationKey WorkDir { get; } = Path("workdir", null, "Folder in which tasks run; without one they run where the worker was started.");

    public static ConfigurationKey UniqueWorkDir { get; } = Boolean("create_unique_workdir", false, "Whether each task gets a folder of its own, DISPATCH/node_N, inside the work folder.");

    /// <summary>Where executors that write logs unless told otherwise write them.</summary>
    public static IReadOnlyList<ConfigurationKey> UsualLogs { get; } = Logs("stdout.log", "stderr.log");

    private static IReadOnlyList<ConfigurationKey> Logs(string output, string error) =>
    [
        Text("log_stdout", output, "File that receives a task's standard output. A relative one lies in the dispatch's results folder; empty writes none."),
        Text("log_stderr", error, "File that receives a task's standard error. A relative one lies in the dispatch's results folder; empty writes none."),
    ];
}
