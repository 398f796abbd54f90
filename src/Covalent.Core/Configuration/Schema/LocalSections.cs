using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors that need no account anywhere.</summary>
internal static class LocalSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("local", "Tasks on this machine.",
            Choice("mode", "in-process", ["in-process", "process"], "Where tasks run: in this process (microseconds a task) or in worker processes (a task that crashes fails alone; the default of a server)."),
            Integer("max_concurrency", 0, "How many tasks run at once; 0 is one a processor."),
            Integer("workers", 0, "How many worker processes are kept; 0 is one a processor."),
            Integer("tasks_per_worker", 0, "After how many tasks a worker process is replaced; 0 is never."),
            Integer("memory_limit", 0, "Most MiB that a worker process's managed heap may take; 0 is no limit."),
            CommonExecutorKeys.WorkDir,
            CommonExecutorKeys.UniqueWorkDir,
            Text("log_stdout", "stdout.log", "File that receives a task's standard output. A relative one lies in the dispatch's results folder; empty writes none."),
            Text("log_stderr", "stderr.log", "File that receives a task's standard error. A relative one lies in the dispatch's results folder; empty writes none.")),
        Executor("dask", "Tasks on a running Dask cluster.",
            Text("scheduler_address", "", "Address of the scheduler, such as tcp://127.0.0.1:55564."),
            Text("conda_env", "", "Conda environment that tasks are run in."),
            Boolean("current_env_on_conda_fail", false, "Whether a task runs in the worker's own environment when the conda environment is missing."),
            CommonExecutorKeys.WorkDir,
            CommonExecutorKeys.UniqueWorkDir,
            Text("log_stdout", "stdout.log", "File that receives a task's standard output. A relative one lies in the dispatch's results folder; empty writes none."),
            Text("log_stderr", "stderr.log", "File that receives a task's standard error. A relative one lies in the dispatch's results folder; empty writes none.")),
    ];
}
