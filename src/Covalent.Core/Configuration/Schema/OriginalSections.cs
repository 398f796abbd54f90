using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Sections that the Python original writes into the same file: accepted, so that both can share it.</summary>
internal static class OriginalSections
{
    private const string OwnPlaces = "Scheduler, logs and addresses of the local cluster are in the data folder; see 'covalent cluster status'.";
    private const string OneStore = "Payloads lie below dispatcher.data_dir.";
    private const string OneServer = "The web pages come from the server itself; see dispatcher.address and dispatcher.port.";

    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        new("dask", "The Dask cluster that 'covalent cluster start' and 'covalent start --cluster' start on this machine.",
        [
            Integer("num_workers", null, "Worker processes; not set: one per processor.", 1),
            Text("mem_per_worker", "auto", "Memory of each worker: auto, 0 for no limit, or a size such as 2GB."),
            Integer("threads_per_worker", 1, "Tasks each worker runs at once.", 1),
            .. Idle(OwnPlaces, "cache_dir", "log_dir", "scheduler_address", "dashboard_link", "process_info", "pid", "admin_host", "admin_port"),
        ]),
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
