using System.Globalization;

namespace Covalent.Executors.Slurm;

/// <summary>Where a task stands by what lies in its folder.</summary>
internal enum SlurmTaskStage
{
    /// <summary>Its folder is gone.</summary>
    Gone,

    /// <summary>Nothing has happened to it yet.</summary>
    Waiting,

    /// <summary>A worker has taken it.</summary>
    Taken,

    /// <summary>Its outcome is there.</summary>
    Ended,

    /// <summary>Its outcome is there, and its job still runs: other ranks, or what the user wants to run after it.</summary>
    Written,

    /// <summary>Its outcome is there and says that it was told to stop: by us, or by Slurm, which may run the job once more.</summary>
    Stopped,

    /// <summary>Its worker died under it.</summary>
    Died,

    /// <summary>It was taken out of its queue.</summary>
    Cancelled,

    /// <summary>The job's program is over, and left no outcome of the task.</summary>
    Over,
}

/// <summary>One line of <see cref="SlurmTaskScripts.Poll"/>.</summary>
internal readonly record struct SlurmTaskReport(SlurmTaskStage Stage, int? ExitCode = null)
{
    /// <summary>Reads the lines before <c>queue</c>; what comes after it is what <c>squeue</c> said.</summary>
    public static (IReadOnlyDictionary<string, SlurmTaskReport> Tasks, string Queue) Parse(string output)
    {
        int border = output.StartsWith("queue\n", StringComparison.Ordinal) ? 0 : output.IndexOf("\nqueue\n", StringComparison.Ordinal) + 1;
        bool hasBorder = border > 0 || output.StartsWith("queue\n", StringComparison.Ordinal);
        var tasks = new Dictionary<string, SlurmTaskReport>();
        foreach (string line in (hasBorder ? output[..border] : output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.TrimEnd('\r').Split(' ');
            SlurmTaskStage? stage = fields.Length < 2 ? null : fields[1] switch
            {
                "gone" => SlurmTaskStage.Gone,
                "waiting" => SlurmTaskStage.Waiting,
                "taken" => SlurmTaskStage.Taken,
                "ended" => SlurmTaskStage.Ended,
                "written" => SlurmTaskStage.Written,
                "stopped" => SlurmTaskStage.Stopped,
                "died" => SlurmTaskStage.Died,
                "cancelled" => SlurmTaskStage.Cancelled,
                "over" => SlurmTaskStage.Over,
                _ => null,
            };
            if (stage is { } known)
            {
                int? code = fields.Length > 2 && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
                tasks[fields[0]] = new SlurmTaskReport(known, code);
            }
        }

        return (tasks, hasBorder ? output[(border + "queue\n".Length)..] : "");
    }
}
