namespace Covalent.Executors.Slurm;

/// <summary>What Slurm's job states mean here. The one place that knows them.</summary>
internal static class SlurmJobStates
{
    private const string EndedWell = "COMPLETED";

    private static readonly Dictionary<string, (JobState State, bool Died)> Table = new(StringComparer.OrdinalIgnoreCase)
    {
        // Not yet running.
        ["PENDING"] = (JobState.Queued, false),
        ["CONFIGURING"] = (JobState.Queued, false),
        ["POWER_UP_NODE"] = (JobState.Queued, false),
        ["REQUEUED"] = (JobState.Queued, false),
        ["REQUEUE_HOLD"] = (JobState.Queued, false),
        ["REQUEUE_FED"] = (JobState.Queued, false),
        ["RESV_DEL_HOLD"] = (JobState.Queued, false),

        // Holding resources.
        ["RUNNING"] = (JobState.Running, false),
        ["COMPLETING"] = (JobState.Running, false),
        ["SUSPENDED"] = (JobState.Running, false),
        ["STOPPED"] = (JobState.Running, false),
        ["RESIZING"] = (JobState.Running, false),
        ["SIGNALING"] = (JobState.Running, false),
        ["STAGE_OUT"] = (JobState.Running, false),
        ["UPDATE_DB"] = (JobState.Running, false),

        // Over.
        [EndedWell] = (JobState.Ended, false),
        ["CANCELLED"] = (JobState.Ended, false),
        ["FAILED"] = (JobState.Ended, false),
        ["TIMEOUT"] = (JobState.Ended, false),
        ["DEADLINE"] = (JobState.Ended, false),
        ["REVOKED"] = (JobState.Ended, false),
        ["SPECIAL_EXIT"] = (JobState.Ended, false),
        ["LAUNCH_FAILED"] = (JobState.Ended, true),
        ["RECONFIG_FAIL"] = (JobState.Ended, true),
        ["OUT_OF_MEMORY"] = (JobState.Ended, true),
        ["NODE_FAIL"] = (JobState.Ended, true),
        ["BOOT_FAIL"] = (JobState.Ended, true),
        ["PREEMPTED"] = (JobState.Ended, true),
    };

    /// <summary>All states known, for tests and documentation.</summary>
    public static IEnumerable<string> Known => Table.Keys;

    /// <summary>What a job's report means. A state that is not in the table is unknown, by name, and never a guess.</summary>
    public static JobStatus StatusOf(SlurmJobReport report)
    {
        // "CANCELLED by 1000": the words after the state say who.
        string name = report.State.Split(' ', '+')[0];
        if (!Table.TryGetValue(name, out (JobState State, bool Died) meaning))
        {
            return JobStatus.Unknown with { Reason = $"Slurm calls the state of job {report.Id} '{report.State}', which is not known here." };
        }

        return new JobStatus(meaning.State)
        {
            Reason = Words(report),
            ExitCode = report.ExitCode,
            Host = report.Nodes,
            Died = meaning.Died || (meaning.State == JobState.Ended && report.Signal > 0 && name == "FAILED"),
            IsOutcomeDue = name.Equals(EndedWell, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static string Words(SlurmJobReport report)
    {
        string reason = report.Reason is "" or "None" || report.State.Contains(report.Reason, StringComparison.OrdinalIgnoreCase) ? "" : $" ({report.Reason})";
        string signal = report.Signal > 0 ? $", signal {report.Signal}" : "";
        return $"Slurm says: {report.State}{reason}{signal}.";
    }
}
