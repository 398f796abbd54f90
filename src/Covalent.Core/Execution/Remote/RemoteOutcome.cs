namespace Covalent.Core.Execution;

/// <summary>Turns what a back end brought back into an outcome.</summary>
internal static class RemoteOutcome
{
    public const string StoppedByBackEnd = "stopped-by-back-end";

    public static TaskOutcome Of(RemoteAttempt attempt, JobStatus status, JobResult result, long now)
    {
        var outcome = result.Ready is { } ready ? ready : result.Outcome is { } bytes ? Read(attempt, bytes, now) : WithoutOutcome(attempt, status, result, now);
        return Stopped(attempt, status, outcome) with
        {
            Host = outcome.Host.Length > 0 ? outcome.Host : status.Host,
            Stdout = outcome.Stdout.IsEmpty ? Capped(result.Stdout) : outcome.Stdout,
            Stderr = outcome.Stderr.IsEmpty ? Capped(result.Stderr) : outcome.Stderr,
        };
    }

    /// <summary>The end of an attempt that was asked to stop and never ran, or left nothing.</summary>
    public static TaskOutcome Stopped(RemoteAttempt attempt, long now) => attempt.Stop == StopReason.TimeLimit
        ? TaskOutcome.FromFailure(StopFailures.TimeLimit(attempt.Name, attempt.Task.Options.TimeLimit), now, now)
        : new TaskOutcome { Status = Status.Cancelled, StartedAt = now, EndedAt = now };

    public static TaskOutcome Failed(Exception e, long now) => TaskOutcome.FromFailure(ExecutorFailures.Of(e), now, now);

    private static TaskOutcome Read(RemoteAttempt attempt, ReadOnlyMemory<byte> bytes, long now)
    {
        try
        {
            return OutcomeCodec.ReadFor(attempt.Task.Attempt, bytes);
        }
        catch (CovalentException e)
        {
            return TaskOutcome.FromFailure(TaskFailures.OfDelivery(e), now, now);
        }
    }

    private static TaskOutcome WithoutOutcome(RemoteAttempt attempt, JobStatus status, JobResult result, long now)
    {
        if (attempt.Stop is not null)
        {
            return Stopped(attempt, now);
        }

        var why = string.Join(" ", new[] { status.Reason, result.Diagnosis, status.ExitCode is { } code ? ProcessExit.Describe(code) + "." : "" }.Where(text => text.Length > 0));
        if (status.Died)
        {
            return TaskOutcome.FromFailure(StopFailures.ProcessDied(attempt.Name, why), now, now) with { ProcessDied = true };
        }

        var failure = status.State == JobState.Unknown
            ? new FailureInfo(FailureKind.Executor, StopFailures.JobLostType,
                $"Nothing is known about the job of task '{attempt.Name}' ('{attempt.Task.JobName}') any more: the back end does not list it and it left no outcome. It may have run. {why}".TrimEnd())
            : new FailureInfo(status.IsMisconfigured ? FailureKind.Configuration : FailureKind.Executor, "no-outcome", $"The job of task '{attempt.Name}' ('{attempt.Task.JobName}') ended without an outcome. {why}".TrimEnd());
        return TaskOutcome.FromFailure(failure, now, now);
    }

    // A worker that was told to stop says "cancelled"; who told it is known here only.
    private static TaskOutcome Stopped(RemoteAttempt attempt, JobStatus status, TaskOutcome outcome) => (outcome.Status, attempt.Stop) switch
    {
        (Status.Cancelled, StopReason.TimeLimit) => outcome with
        {
            Status = Status.Failed,
            Failure = StopFailures.TimeLimit(attempt.Name, attempt.Task.Options.TimeLimit),
        },
        (Status.Cancelled, null) => outcome with
        {
            Status = Status.Failed,
            Failure = new FailureInfo(FailureKind.Executor, StoppedByBackEnd,
                $"The job of task '{attempt.Name}' was stopped, though nobody here asked for it: preempted, drained or cancelled on the back end. {status.Reason}".TrimEnd()),
        },
        _ => outcome,
    };

    private static ReadOnlyMemory<byte> Capped(ReadOnlyMemory<byte> output)
    {
        if (output.Length <= CappedBuffer.DefaultCapacity)
        {
            return output;
        }

        var buffer = new CappedBuffer();
        buffer.Append(output.Span);
        return buffer.ToMemory();
    }
}
