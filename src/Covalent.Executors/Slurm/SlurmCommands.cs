using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>The command lines of Slurm's programs. Pure text; every value in them is quoted.</summary>
internal static class SlurmCommands
{
    /// <summary>Jobs named in one call; more are asked for in several calls of the same script.</summary>
    private const int IdsPerCall = 400;

    /// <summary>Makes Slurm's programs findable.</summary>
    public static ShellText Environment(string slurmPath) => slurmPath.Length > 0
        ? ShellText.Of($"PATH=$PATH:{RemotePath.Expression(slurmPath)}; export PATH")
        : ShellText.Verbatim("""
            if [ -r /etc/profile ]; then . /etc/profile; fi
            if command -v module >/dev/null 2>&1 && module whatis slurm >/dev/null 2>&1; then module load slurm; fi
            """);

    /// <summary>Submits a script. What the job needs beside the user's options is here, unless the user's options say it themselves.</summary>
    public static ShellText Submit(SlurmExecutor settings, SlurmSubmission job)
    {
        HashSet<string> said = [.. settings.Options.Select(option => option.Key.TrimStart('-'))];
        List<string> words = ["sbatch", "--parsable", $"--comment={job.Name}"];
        Add("job-name", "J", job.Name);
        Add("output", "o", job.Output);
        Add("error", "e", job.Error);
        Add("chdir", "D", job.Folder);
        if (job.Elements > 0)
        {
            words.Add($"--array=0-{job.Elements - 1}");
        }

        if (job.TimeLimit is { } limit)
        {
            // Slurm counts in minutes; one more leaves the worker room to report.
            Add("time", "t", $"{(long)Math.Ceiling(limit.TotalMinutes) + 1}");
        }

        return ShellText.Words([.. words.Where(word => !(said.Contains("comment") && word.StartsWith("--comment=", StringComparison.Ordinal))), job.Script]);

        void Add(string name, string letter, string value)
        {
            if (!said.Contains(name) && !said.Contains(letter))
            {
                words.Add($"--{name}={value}");
            }
        }
    }

    /// <summary>Lists jobs by id, ended ones too while the controller remembers them. Ids it does not know are simply not listed.</summary>
    public static ShellText Queue(IEnumerable<string> ids) => ShellText.Lines(WholeJobs(ids).Chunk(IdsPerCall).Select(chunk =>
        // One unknown id alone is an error, several are not: an id is therefore never asked for alone.
        ShellText.Of($"squeue -h -r -t all -o {SlurmOutput.QueueFormat} -j {string.Join(',', chunk.Append(chunk[0]))} || exit")));

    /// <summary>Lists my jobs of these names.</summary>
    public static ShellText QueueByName(IEnumerable<string> names) => ShellText.Lines(names.Distinct().Chunk(IdsPerCall).Select(chunk =>
        ShellText.Of($"squeue -h -r -t all -u \"$(id -un)\" -o {SlurmOutput.QueueFormat} -n {string.Join(',', chunk)} || exit")));

    /// <summary>Everything about some jobs: from the controller, from the job completion log where it can be read, and after the line
    /// <c>accounts</c> from accounting where there is one. None of them knowing a job is no error.</summary>
    public static ShellText Details(IEnumerable<string> ids)
    {
        string[] all = [.. WholeJobs(ids)];
        string pattern = $"(^|Array)JobId=({string.Join('|', all)}) ";
        return ShellText.Lines([
            .. all.Select(id => ShellText.Of($"scontrol -o show job {id} 2>/dev/null")),
            ShellText.Of($"log=$(scontrol show config 2>/dev/null | sed -n 's/^JobCompLoc *= //p'); if [ -r \"$log\" ] && [ -f \"$log\" ]; then grep -E {pattern} \"$log\"; fi"),
            ShellText.Of($"echo accounts; sacct -X -n -P -o {SlurmOutput.AccountFormat} -j {string.Join(',', all)} 2>/dev/null"),
            ShellText.Verbatim(":")]);
    }

    /// <summary>Cancels jobs. Slurm is silent about ids it does not know, so this only says that the request was accepted.</summary>
    public static ShellText Cancel(IEnumerable<string> ids) => ShellText.Lines(ids.Distinct().Chunk(IdsPerCall).Select(chunk => ShellText.Of($"scancel {ShellText.Words(chunk)} || exit")));

    private static IEnumerable<string> WholeJobs(IEnumerable<string> ids) => ids.Select(id => id.Split('_')[0]).Distinct();
}

/// <summary>One call of <c>sbatch</c>.</summary>
/// <param name="Name">Name of the job.</param>
/// <param name="Script">Absolute path of the script.</param>
/// <param name="Output">File of standard output; Slurm's patterns are allowed.</param>
/// <param name="Error">File of standard error.</param>
/// <param name="Folder">Folder the job starts in.</param>
/// <param name="Elements">Elements of a job array; 0 for a plain job.</param>
/// <param name="TimeLimit">Longest run time of the job; null leaves it to the user's options or the partition.</param>
internal sealed record SlurmSubmission(string Name, string Script, string Output, string Error, string Folder, int Elements = 0, TimeSpan? TimeLimit = null);
