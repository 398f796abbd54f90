using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors that need no account anywhere.</summary>
internal static class LocalSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("local", "Tasks on this machine.",
        [
            Choice("mode", "in-process", ["in-process", "process"], "Where tasks run: in this process (microseconds a task) or in worker processes (a task that crashes fails alone; the default of a server)."),
            Integer("max_concurrency", 0, "How many tasks run at once; 0 is one a processor."),
            Integer("workers", 0, "How many worker processes are kept; 0 is one a processor."),
            Integer("tasks_per_worker", 0, "After how many tasks a worker process is replaced; 0 is never."),
            Integer("memory_limit", 0, "Most MiB that a worker process's managed heap may take; 0 is no limit."),
            CommonExecutorKeys.WorkDir,
            CommonExecutorKeys.UniqueWorkDir,
            .. CommonExecutorKeys.UsualLogs,
        ]),
        Executor("dask", "Tasks on a running Dask cluster.",
        [
            Text("scheduler_address", "", "Address of the scheduler, such as tcp://127.0.0.1:55564."),
            Boolean("current_env_on_conda_fail", false, "Whether a task runs in the worker's own environment when the conda environment is missing."),
            Path("python_path", null, "Python on this machine that has distributed; without one it is looked for."),
            Path("tls_ca_file", null, "Certificate authority to check the scheduler with, for a tls:// address."),
            Path("tls_client_cert", null, "Certificate this client shows."),
            Path("tls_client_key", null, "Private key of that certificate."),
            Seconds("scheduler_patience", 3600, "How long the scheduler may be out of reach before its tasks count as lost."),
            Seconds("poll_freq", 15, "Pause between two looks at the connection; ends of tasks are told at once."),
            Boolean("any_version", false, "Whether a cluster with another version of distributed is accepted."),
            Texts("workers", "Names or addresses of the Dask workers that may run the tasks; none means any."),
            Table("resources", "Abstract resources that each task takes, as Dask workers declare them: GPU = 1."),
            Integer("priority", 0, "Priority on the scheduler; higher goes first.", null),
            Text("remote_cache", ".cache/covalent", "Folder on the workers' machines for code, relative to the home folder."),
            TravelKeys.WorkerIdle,
            CommonExecutorKeys.WorkDir,
            .. TravelKeys.All,
            .. CommonExecutorKeys.UsualLogs,
        ]),
    ];
}
