using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors behind an SSH login.</summary>
internal static class ShellSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("ssh", "Tasks on a host reached by SSH.",
        [
            Text("username", null, "Account on the host."),
            Text("hostname", null, "Host to log in to."),
            Path("ssh_key_file", "~/.ssh/id_rsa", "Private key."),
            Text("remote_cache", ".cache/covalent", "Folder on the host for tasks and results, relative to the account's home.") with { Aliases = ["remote_dir"] },
            Text("remote_workdir", "covalent-workdir", "Folder on the host in which tasks run."),
            Text("python_path", "python", "Interpreter on the host, for Python tasks."),
            Boolean("run_local_on_ssh_fail", false, "Whether a task runs on this machine when the host cannot be reached."),
            Seconds("poll_freq", 15, "Pause between two looks at a task."),
            Boolean("do_cleanup", true, "Whether a finished task's files are deleted on the host."),
            Texts("hosts", "Several hosts as one pool, each [user@]host[:port][*N] with at most N tasks at once."),
            Integer("tasks_per_host", 0, "Tasks at once on one host; 0 is the number of its processors."),
            TravelKeys.WorkerIdle,
            .. Login, .. TravelKeys.All,
        ]),
        Executor("slurm", "Jobs on a cluster managed by Slurm, submitted over SSH.",
        [
            Text("username", null, "Account on the login node."),
            Text("address", null, "Login node."),
            Path("ssh_key_file", null, "Private key."),
            Text("remote_workdir", "covalent-workdir", "Folder on the cluster in which jobs run."),
            Table("options", "Directives of the job script: nodes = 1 becomes #SBATCH --nodes=1, a one-letter name becomes -n 1."),
            Table("srun_options", "Options of srun, written like the directives."),
            Text("srun_append", "", "Text between the srun command and the worker, such as a profiler and its options."),
            Boolean("use_srun", true, "Whether the worker is started by srun."),
            Table("variables", "Environment variables of the job."),
            Texts("prerun_commands", "Shell commands before the task."),
            Texts("postrun_commands", "Shell commands after the task."),
            Text("bashrc_path", "$HOME/.bashrc", "Shell file sourced by the job; empty sources none."),
            Text("slurm_path", "/usr/bin", "Folder of the Slurm commands on the login node; empty searches for them."),
            Text("remote_cache", ".cache/covalent", "Folder on the cluster for bundles, tasks and results; on a file system that compute nodes share."),
            Integer("tasks_per_job", 1, "How many small tasks share one job.", 1),
            Boolean("use_job_arrays", true, "Whether the jobs of a batch become one array."),
            Seconds("poll_freq", 5, "Pause between two looks at the queue."),
            Boolean("cleanup", true, "Whether a finished job's files are deleted on the cluster."),
            Boolean("ignore_versions", false, "Whether differing versions on the cluster are accepted, for Python tasks."),
            .. Login, .. TravelKeys.All,
        ]),
    ];

    private static IReadOnlyList<ConfigurationKey> Login { get; } =
    [
        Integer("port", null, "Port of the SSH server; without one, the SSH configuration's, else 22.", 1) with { Maximum = 65535 },
        Path("cert_file", null, "OpenSSH certificate that belongs to the key."),
        Text("ssh_key_passphrase", null, "Where the key's passphrase is: env:NAME or file:PATH; never the passphrase itself."),
        Boolean("use_agent", false, "Whether the agent's keys are offered although a key file is named."),
        Text("jump_host", null, "Hosts on the way, each [user@]host[:port], with commas; without one, the SSH configuration's."),
        Choice("host_key_checking", "strict", ["strict", "accept-new"], "Whether a host never seen before is refused or written down; changed keys are always refused."),
        Path("known_hosts_file", null, "Known host keys; without one, the SSH configuration's, else ~/.ssh/known_hosts."),
        Boolean("use_ssh_config", true, "Whether ~/.ssh/config is read."),
        Seconds("keep_alive", 15, "Pause between two signs of life on a quiet connection."),
        Boolean("retry_connect", true, "Whether a refused or broken connection is tried again."),
        Integer("max_connection_attempts", 5, "How often a connection is tried.", 1),
        Seconds("retry_wait_time", 5, "Pause between two attempts to connect; it doubles up to a minute."),
        Integer("max_connections", 2, "Connections to one machine; each carries eight commands.", 1),
        Seconds("host_patience", 86400, "How long a machine may be unreachable before its tasks count as lost."),
    ];
}
