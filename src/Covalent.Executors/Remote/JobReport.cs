using System.Globalization;

namespace Covalent.Executors.Remote;

/// <summary>Where a job on the far side stands.</summary>
internal enum JobStage
{
    /// <summary>There is no such job.</summary>
    Unknown,

    /// <summary>In its queue; no worker has taken it.</summary>
    Waiting,

    /// <summary>In its queue, whose workers could not be started.</summary>
    Refused,

    /// <summary>Being sent or started at this moment.</summary>
    Starting,

    /// <summary>The process that runs it lives.</summary>
    Running,

    /// <summary>Over, and an outcome is there.</summary>
    Ended,

    /// <summary>Over without an outcome; the exit code is known.</summary>
    Died,

    /// <summary>Over without an outcome or an exit code: the whole process group was killed, or the machine was restarted.</summary>
    Vanished,

    /// <summary>Started, but its process never came to life.</summary>
    Stillborn,

    /// <summary>Taken out of its queue before it ran.</summary>
    Cancelled,
}

/// <summary>One answer of <see cref="JobScripts.Poll"/>.</summary>
internal readonly record struct JobReport(string Job, JobStage Stage, int? ExitCode = null)
{
    /// <summary>Reads the answer; lines that are none are skipped.</summary>
    public static IReadOnlyDictionary<string, JobReport> Parse(string output)
    {
        var reports = new Dictionary<string, JobReport>();
        foreach (string line in output.Split('\n'))
        {
            if (ParseLine(line) is { } report)
            {
                reports[report.Job] = report;
            }
        }

        return reports;
    }

    private static JobReport? ParseLine(string line)
    {
        string[] fields = line.TrimEnd('\r').Split(' ');
        JobStage? stage = fields.Length < 2 ? null : fields[1] switch
        {
            "unknown" => JobStage.Unknown,
            "waiting" => JobStage.Waiting,
            "refused" => JobStage.Refused,
            "starting" => JobStage.Starting,
            "running" => JobStage.Running,
            "ended" => JobStage.Ended,
            "died" => JobStage.Died,
            "vanished" => JobStage.Vanished,
            "stillborn" => JobStage.Stillborn,
            "cancelled" => JobStage.Cancelled,
            _ => null,
        };
        int? code = fields.Length > 2 && int.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;
        return stage is { } known && fields[0].Length > 0 ? new JobReport(fields[0], known, code) : null;
    }
}
