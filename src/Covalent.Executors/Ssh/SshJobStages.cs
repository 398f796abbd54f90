using Covalent.Executors.Remote;

namespace Covalent.Executors.Ssh;

/// <summary>What the stages of a job on a far machine mean to the dispatcher. The one place that knows them.</summary>
internal static class SshJobStages
{
    /// <summary>Whether nothing will happen to the job any more.</summary>
    public static bool IsOver(JobStage stage) => stage is not (JobStage.Waiting or JobStage.Starting or JobStage.Running);

    public static JobStatus StatusOf(JobReport report, string host) => report.Stage switch
    {
        JobStage.Waiting or JobStage.Starting => JobStatus.Queued with { Host = host },
        JobStage.Running => JobStatus.Running with { Host = host },
        JobStage.Ended => JobStatus.Ended with { Host = host, ExitCode = report.ExitCode },
        JobStage.Died when JobScripts.IsOfTheMachine(report.ExitCode) => JobStatus.Ended with { Host = host, ExitCode = report.ExitCode, IsMisconfigured = true, Reason = "The machine could not begin the task:" },
        JobStage.Died => JobStatus.Ended with { Host = host, ExitCode = report.ExitCode, Died = true, Reason = "The worker ended without an outcome:" },
        JobStage.Vanished => JobStatus.Ended with { Host = host, Died = true, Reason = "Its processes are gone without an outcome: they were killed from outside, or the machine was restarted." },
        JobStage.Stillborn => JobStatus.Ended with { Host = host, Died = true, Reason = "The worker was started but never came to life." },
        JobStage.Refused => JobStatus.Ended with { Host = host, Reason = "The worker could not be started." },
        JobStage.Cancelled => JobStatus.Ended with { Host = host, Reason = "Taken out of its queue before it ran." },
        _ => JobStatus.Unknown with { Host = host, Reason = "The machine knows no such job." },
    };
}
