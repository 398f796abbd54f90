namespace Covalent.Core.Execution;

/// <content>From an accepted job to its outcome.</content>
internal sealed partial class RemoteDriver
{
    /// <summary>Lets the next poll come at once.</summary>
    public void PollSoon() => _pace.PollNow();

    private async Task PollUntilClosedAsync()
    {
        try
        {
            while (true)
            {
                await _pace.WaitAsync(_closing.Token).ConfigureAwait(false);
                await PollAsync([.. Snapshot().Where(attempt => attempt is { Job: not null, IsReceiving: false, IsFinished: false })]).ConfigureAwait(false);
                _pace.Plan(hasJobs: Snapshot().Any(attempt => attempt is { Job: not null, IsReceiving: false }));
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closing is the only way out.
        }
    }

    private async Task PollAsync(RemoteAttempt[] attempts)
    {
        if (attempts.Length == 0)
        {
            return;
        }

        try
        {
            var answers = await _executor.PollAsync([.. attempts.Select(attempt => attempt.Job!)], _closing.Token).ConfigureAwait(false);
            for (var i = 0; i < attempts.Length; i++)
            {
                Note(attempts[i], answers[i]);
            }
        }
        catch (ExecutorException e) when (e.IsTransient)
        {
            // No answer is no news: the jobs run on, and the next poll asks again.
            ExecutorLog.PollFailed(_logger, _executor.ShortName, attempts.Length, e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !_closing.IsCancellationRequested) // The border to the author's executor.
        {
            foreach (var attempt in attempts)
            {
                await EndAsync(attempt, RemoteOutcome.Failed(e, Now) with { StopConfirmed = attempt.Stop is null }).ConfigureAwait(false);
            }
        }
    }

    private void Note(RemoteAttempt attempt, JobStatus status)
    {
        if (status.State == JobState.Unknown)
        {
            attempt.Loss ??= new LossWatch(_executor, _host.Clock);
        }

        if (status.State == JobState.Running && !attempt.HasStarted)
        {
            attempt.HasStarted = true;
            attempt.Events.Started(attempt.Task.Attempt);
        }

        if (attempt.Loss?.Note(status) == true || status.State == JobState.Ended)
        {
            attempt.IsReceiving = true;
            _receiving.Start(() => ReceiveAsync(attempt, status));
        }
    }

    private async Task ReceiveAsync(RemoteAttempt attempt, JobStatus status)
    {
        try
        {
            var result = await _retry.RunAsync("fetching an outcome", _ => _executor.ReceiveAsync(attempt.Job!, status, _closing.Token), _closing.Token).ConfigureAwait(false);
            await EndAsync(attempt, RemoteOutcome.Of(attempt, status, result, Now)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closing: the outcome waits on the far side for the next driver.
        }
        catch (Exception e) // The border to the author's executor.
        {
            await EndAsync(attempt, RemoteOutcome.Failed(e, Now)).ConfigureAwait(false);
        }
    }
}
