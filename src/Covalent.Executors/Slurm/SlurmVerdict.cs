
namespace Covalent.Executors.Slurm;

/// <summary>What the task's folder and Slurm's answer mean together. Pure.</summary>
internal static class SlurmVerdict
{
    /// <param name="handle">The task's job.</param>
    /// <param name="task">What its folder says.</param>
    /// <param name="job">What Slurm says about the job; null when it lists none.</param>
    /// <param name="namesAreOurs">Whether jobs carry our names: the user's options do not set another.</param>
    public static JobStatus Of(SlurmJobHandle handle, SlurmTaskReport task, SlurmJobReport? job, bool namesAreOurs) => task.Stage switch
    {
        SlurmTaskStage.Ended => Seen with { Host = job?.Nodes ?? "", Reason = job is null ? "" : SlurmJobStates.StatusOf(job).Reason },
        SlurmTaskStage.Died => JobStatus.Ended with { Died = true, ExitCode = task.ExitCode, Host = job?.Nodes ?? "", Reason = "The worker died under the task:" },
        SlurmTaskStage.Cancelled => JobStatus.Ended with { Reason = "Taken out of its job before it ran." },
        SlurmTaskStage.Stopped or SlurmTaskStage.Written when job is null => Seen,
        _ when job is null => JobStatus.Unknown with { Reason = $"Slurm lists no job {handle.Id}." },
        SlurmTaskStage.Written when namesAreOurs && IsAnother(job, handle) => Seen,
        _ when namesAreOurs && IsAnother(job, handle) =>
            JobStatus.Unknown with { Reason = $"Job {handle.Id} is another one now ('{job.Name}'): the controller was restarted and forgot this job." },
        _ => Judge(handle, task, SlurmJobStates.StatusOf(job)),
    };

    /// <summary>Over, and the outcome was seen.</summary>
    private static JobStatus Seen { get; } = JobStatus.Ended with { IsOutcomeDue = true };

    /// <summary>What the folder alone tells, while Slurm was not asked.</summary>
    /// <param name="handle">The task's job.</param>
    /// <param name="task">What its folder says.</param>
    /// <param name="last">What was known before.</param>
    public static JobStatus WithoutSlurm(SlurmJobHandle handle, SlurmTaskReport task, JobStatus last) => task.Stage switch
    {
        SlurmTaskStage.Ended or SlurmTaskStage.Died or SlurmTaskStage.Cancelled => Of(handle, task, job: null, namesAreOurs: false) with { Host = last.Host },
        SlurmTaskStage.Taken or SlurmTaskStage.Written when last.State == JobState.Queued => JobStatus.Running,
        _ => last,
    };

    private static bool IsAnother(SlurmJobReport job, SlurmJobHandle handle) => job.Name.Length > 0 && job.Name != handle.Submission;

    private static JobStatus Judge(SlurmJobHandle handle, SlurmTaskReport task, JobStatus status) => status.State switch
    {
        // The job runs, but this task waits for its turn in it.
        JobState.Running when handle.IsPacked && task.Stage == SlurmTaskStage.Waiting => status with { State = JobState.Queued },
        JobState.Ended when task.Stage is SlurmTaskStage.Written or SlurmTaskStage.Stopped => status with { IsOutcomeDue = true },
        JobState.Ended when task.Stage == SlurmTaskStage.Gone => status with { Reason = $"The task's folder is gone. {status.Reason}" },
        JobState.Ended when task.ExitCode is { } code => status with { ExitCode = code, Died = status.Died || code >= 128, Reason = Explain(status.Reason, code) },
        _ => status,
    };

    private static string Explain(string reason, int code) => code switch
    {
        SlurmTaskScripts.NotVisible => $"{reason} The compute node does not see what it needs:",
        SlurmScript.ProgramNotStarted => $"{reason} The program was not started:",
        SlurmScript.NoEnvironment => $"{reason} The conda environment could not be activated:",
        _ => reason,
    };
}
