namespace Covalent.Core.Execution;

/// <summary>Runs one task through a <see cref="RemoteExecutor"/> by hand: the driver's steps, one after the other.</summary>
internal static class RemoteRun
{
    public static async Task<object?> ExecuteAsync(RemoteExecutor executor, TaskFunction function, CancellationToken cancellationToken)
    {
        var call = ExecutorCall.Current;
        var host = executor.Host ?? throw new InvalidOperationException("The executor has no dispatcher. Dispatch a workflow with it, or call it from another executor.");
        var task = new RemoteTask(function.Attempt, call.Events, host);
        var answers = await executor.SubmitAsync([task], cancellationToken).ConfigureAwait(false);
        var handle = answers[0].Handle ?? throw answers[0].Refusal!;
        var json = handle.ToJsonString();
        function.Attempt.JobHandle = json;
        await call.Events.SaveHandleAsync(function.Attempt, json, cancellationToken).ConfigureAwait(false);
        var job = new RemoteJob(task, handle);
        try
        {
            var status = await EndOfAsync(executor, job, host.Clock, cancellationToken).ConfigureAwait(false);
            var attempt = new RemoteAttempt(task, SilentEvents.Instance);
            var outcome = RemoteOutcome.Of(attempt, status, await executor.ReceiveAsync(job, status, cancellationToken).ConfigureAwait(false), host.Clock.GetUtcNow().UtcTicks);
            call.Stdout.WriteUtf8(outcome.Stdout);
            call.Stderr.WriteUtf8(outcome.Stderr);
            return FunctionRunner.ResultOf(function.Attempt, outcome);
        }
        catch (OperationCanceledException)
        {
            await executor.CancelAsync([job], CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (executor.CleansUp)
            {
                await executor.CleanupAsync(job, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static async Task<JobStatus> EndOfAsync(RemoteExecutor executor, RemoteJob job, TimeProvider clock, CancellationToken cancellationToken)
    {
        var pace = new PollPace(clock, executor.FirstPoll, TimeSpan.FromSeconds(Math.Max(0, executor.PollFreq)));
        pace.NoteNewJob();
        var loss = new LossWatch(executor, clock);
        while (true)
        {
            await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
            var status = (await executor.PollAsync([job], cancellationToken).ConfigureAwait(false))[0];
            if (loss.Note(status) || status.State == JobState.Ended)
            {
                return status;
            }

            pace.Plan(hasJobs: true);
        }
    }
}
