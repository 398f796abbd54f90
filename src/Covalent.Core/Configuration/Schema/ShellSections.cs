using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors behind an SSH login.</summary>
internal static class ShellSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("ssh", "Tasks on a host reached by SSH.",
            Text("username", null, "Account on the host."),
            Text("hostname", null, "Host to log in to."),
            Path("ssh_key_file", "~/.ssh/id_rsa", "Private key."),
            Text("remote_cache", ".cache/covalent", "Folder on the host for tasks and results, relative to the account's home.") with { Aliases = ["remote_dir"] },
            Text("remote_workdir", "covalent-workdir", "Folder on the host in which tasks run."),
            CommonExecutorKeys.UniqueWorkDir,
            Text("python_path", "python", "Interpreter on the host, for Python tasks."),
            Text("conda_env", "", "Conda environment on the host, for Python tasks."),
            Boolean("run_local_on_ssh_fail", false, "Whether a task runs on this machine when the host cannot be reached."),
            Seconds("poll_freq", 15, "Pause between two looks at a task."),
            Boolean("do_cleanup", true, "Whether a finished task's files are deleted on the host."),
            Boolean("retry_connect", true, "Whether a refused or broken connection is tried again."),
            Integer("max_connection_attempts", 5, "How often a connection is tried.", 1),
            Seconds("retry_wait_time", 5, "Pause between two attempts to connect.")),
        Executor("slurm", "Jobs on a cluster managed by Slurm, submitted over SSH.",
            Text("username", null, "Account on the login node."),
            Text("address", null, "Login node."),
            Path("ssh_key_file", null, "Private key."),
            Path("cert_file", null, "OpenSSH certificate that belongs to the key."),
            Text("remote_workdir", "covalent-workdir", "Folder on the cluster in which jobs run."),
            CommonExecutorKeys.UniqueWorkDir,
            Table("options", "Directives of the job script: nodes = 1 becomes #SBATCH --nodes=1, a one-letter name becomes -n 1."),
            Table("srun_options", "Options of srun, written like the directives."),
            Text("srun_append", "", "Text between the srun command and the worker, such as a profiler and its options."),
            Boolean("use_srun", true, "Whether the worker is started by srun."),
            Table("variables", "Environment variables of the job."),
            Texts("prerun_commands", "Shell commands before the task."),
            Texts("postrun_commands", "Shell commands after the task."),
            Text("conda_env", "", "Conda environment of the job, for Python tasks."),
            Text("bashrc_path", "$HOME/.bashrc", "Shell file sourced by the job; empty sources none."),
            Text("slurm_path", "/usr/bin", "Folder of the Slurm commands on the login node; empty searches for them."),
            Seconds("poll_freq", 5, "Pause between two looks at the queue."),
            Boolean("cleanup", true, "Whether a finished job's files are deleted on the cluster."),
            Boolean("ignore_versions", false, "Whether differing versions on the cluster are accepted, for Python tasks.")),
    ];
}
