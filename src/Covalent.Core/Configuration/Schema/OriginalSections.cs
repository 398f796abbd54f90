using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Sections that the Python original writes into the same file: accepted, so that both can share it.</summary>
internal static class OriginalSections
{
    private const string NoCluster = "No Dask cluster is started here; see [executors.dask].";
    private const string OneStore = "Payloads lie below dispatcher.data_dir.";
    private const string OneServer = "The web pages come from the server itself; see dispatcher.address and dispatcher.port.";

    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        new("dask", "The Dask cluster of the Python original.",
            [.. Idle(NoCluster, "cache_dir", "log_dir", "mem_per_worker", "threads_per_worker", "num_workers", "scheduler_address", "dashboard_link", "process_info", "pid", "admin_host", "admin_port")]),
        new("workflow_data", "The payload store of the Python original.", [.. Idle(OneStore, "storage_type", "base_dir")]),
        new("user_interface", "The web interface of the Python original.", [.. Idle(OneServer, "address", "port", "dev_port", "log_dir")]),
        new("executors.remote_executor", "Defaults of executors that send tasks away.",
        [
            Seconds("poll_freq", 15, "Pause between two looks at a job."),
            Text("remote_cache", ".cache/covalent", "Folder on the far side for tasks and results."),
            Text("credentials_file", "", "File with the credentials."),
            Idle("covalent_version", "Versions always match: the worker travels with the task."),
        ]),
    ];
}
