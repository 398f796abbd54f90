using System.Text.Json.Nodes;
using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Slurm;

namespace Covalent.Executors;

/// <summary>Runs tasks as jobs of a cluster that Slurm manages, over SSH to its login node, or without SSH on the login node itself.</summary>
/// <example><code>
/// var slurm = new SlurmExecutor
/// {
///     Username = "user", Address = "login.cluster.org", SshKeyFile = "/home/user/.ssh/id_rsa", RemoteWorkdir = "/scratch/user",
///     Options = new() { ["nodes"] = 1, ["cpus-per-task"] = 8, ["qos"] = "regular" },
/// };
/// </code></example>
public sealed partial class SlurmExecutor : SshConnectedExecutor
{
    /// <summary>An executor with the defaults.</summary>
    public SlurmExecutor() => PollFreq = 5;

    /// <inheritdoc />
    public override string ShortName => "slurm";

    /// <summary>The cluster's login node, or an alias of the SSH configuration. Default: "" (this machine is the login node; no SSH).</summary>
    public string Address { get; set; } = "";

    /// <summary>Options of <c>sbatch</c> by name, written as <c>#SBATCH</c> lines in this order. Values are text, numbers or true; "", null or
    /// true writes the name alone, false leaves the option out. Default: none.</summary>
    public JsonObject Options { get; set; } = [];

    /// <summary>Variables set in the job's script. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();

    /// <summary>Shell commands before the task, before anything is checked: <c>module load</c> belongs here. Default: none.</summary>
    public IReadOnlyList<string> PrerunCommands { get; set; } = [];

    /// <summary>Shell commands after the task, whatever became of it. Default: none.</summary>
    public IReadOnlyList<string> PostrunCommands { get; set; } = [];

    /// <summary>Start the task by <c>srun</c>. Default: true.</summary>
    public bool UseSrun { get; set; } = true;

    /// <summary>Options of <c>srun</c>, as in <see cref="Options"/>. Default: none.</summary>
    public JsonObject SrunOptions { get; set; } = [];

    /// <summary>Command put between <c>srun</c> and the task, such as a profiler with its options. Default: "" (none).</summary>
    public string SrunAppend { get; set; } = "";

    /// <summary>File sourced at the beginning of the job. Default: <c>$HOME/.bashrc</c>; "" sources none.</summary>
    public string BashrcPath { get; set; } = "$HOME/.bashrc";

    /// <summary>Folder of Slurm's programs, added to the search path. Default: <c>/usr/bin</c>; "" reads <c>/etc/profile</c> and loads the module
    /// <c>slurm</c> where there is one.</summary>
    public string SlurmPath { get; set; } = "/usr/bin";

    /// <summary>Remove the job's files afterwards. Default: true.</summary>
    public bool Cleanup { get; set; } = true;

    /// <summary>Accepted for compatibility: worker and application always travel together, so their versions cannot differ. Default: false.</summary>
    public bool IgnoreVersions { get; set; }

    /// <summary>Most tasks that one job runs, one after the other in one process for each task of Slurm's step (<c>ntasks</c>): for many small
    /// tasks. Only ready tasks are packed; a job is not held back to fill it. Default: 1: the job runs its task itself, in every rank of the step.</summary>
    public int TasksPerJob { get; set; } = 1;

    /// <summary>Submit the jobs of one batch as one job array. Default: true.</summary>
    public bool UseJobArrays { get; set; } = true;

    /// <inheritdoc />
    public override IEnumerable<string> Problems()
    {
        foreach (string problem in base.Problems())
        {
            yield return problem;
        }

        if (Address.Length > 0 && SshHostName.Problem("address", Address) is { } wrong)
        {
            yield return wrong;
        }

        foreach (string problem in SlurmOptionSyntax.Problems("options", Options).Concat(SlurmOptionSyntax.Problems("srun_options", SrunOptions)))
        {
            yield return problem;
        }

        foreach (string name in Variables.Keys.Where(name => !SlurmOptionSyntax.IsVariableName(name)))
        {
            yield return $"variables has '{name}', which is no name for a variable; use letters, digits and underscores, not beginning with a digit.";
        }

        if (Options.Any(option => option.Key.TrimStart('-') is "array" or "a"))
        {
            yield return "options has 'array', which would run the task several times; leave it out: wide maps become job arrays by themselves (use_job_arrays).";
        }

        if (TasksPerJob < 1)
        {
            yield return $"tasks_per_job is {TasksPerJob}; use 1 or more.";
        }
    }
}
