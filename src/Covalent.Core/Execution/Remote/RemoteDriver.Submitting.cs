using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <content>From an attempt to an accepted job with a saved handle.</content>
internal sealed partial class RemoteDriver
{
    private async Task SubmitAsync(IReadOnlyList<RemoteAttempt> batch)
    {
        try
        {
            var ready = new List<RemoteAttempt>(batch.Count);
            foreach (var attempt in batch)
            {
                if (await IsReadyAsync(attempt).ConfigureAwait(false))
                {
                    ready.Add(attempt);
                }
            }

            await SubmitReadyAsync(ready).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closing: what was not submitted is handed over again by the next engine, and looked for by name first.
        }
    }

    private async Task<bool> IsReadyAsync(RemoteAttempt attempt)
    {
        _closing.Token.ThrowIfCancellationRequested();
        if (attempt.Task.Attempt.JobHandle is { } saved)
        {
            if (await SetUpAsync(attempt).ConfigureAwait(false))
            {
                Accept(attempt, JsonNode.Parse(saved)!);
            }

            return false;
        }

        if (attempt.Stop is not null && !attempt.MayExist)
        {
            await EndAsync(attempt, RemoteOutcome.Stopped(attempt, Now)).ConfigureAwait(false);
            return false;
        }

        return await SetUpAsync(attempt).ConfigureAwait(false);
    }

    private async Task<bool> SetUpAsync(RemoteAttempt attempt)
    {
        try
        {
            attempt.IsSetUp = true;
            await _executor.SetupAsync(attempt.Task.Metadata, _closing.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !_closing.IsCancellationRequested) // The border to the author's executor.
        {
            await EndAsync(attempt, RemoteOutcome.Failed(e, Now)).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Submits, after looking for those that may already be there. A try whose answer was lost makes all of them such.</summary>
    private async Task SubmitReadyAsync(List<RemoteAttempt> attempts)
    {
        try
        {
            await _retry.RunAsync("submitting", async _ =>
            {
                await AdoptExistingAsync(attempts).ConfigureAwait(false);
                if (attempts.Count > 0)
                {
                    attempts.ForEach(attempt => attempt.MayExist = true);
                    await AnswerAsync(attempts, await _executor.SubmitAsync([.. attempts.Select(attempt => attempt.Task)], _closing.Token).ConfigureAwait(false)).ConfigureAwait(false);
                }

                return true;
            }, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !_closing.IsCancellationRequested) // The border to the author's executor.
        {
            foreach (var attempt in attempts)
            {
                await EndAsync(attempt, attempt.Stop is null ? RemoteOutcome.Failed(e, Now) : RemoteOutcome.Stopped(attempt, Now)).ConfigureAwait(false);
            }
        }
    }

    private async Task AdoptExistingAsync(List<RemoteAttempt> attempts)
    {
        var doubtful = attempts.FindAll(attempt => attempt.MayExist);
        if (doubtful.Count == 0)
        {
            return;
        }

        var open = doubtful.ToDictionary(attempt => attempt.Task);
        await _executor.FindEachAsync([.. open.Keys], AdoptAsync, _closing.Token).ConfigureAwait(false);
        foreach (var attempt in open.Values.Where(attempt => attempt.Stop is not null))
        {
            attempts.Remove(attempt);
            await EndAsync(attempt, RemoteOutcome.Stopped(attempt, Now)).ConfigureAwait(false);
        }

        Task AdoptAsync(RemoteTask task, JsonNode handle)
        {
            open.Remove(task, out var attempt);
            attempts.Remove(attempt!);
            return AcceptAsync(attempt!, handle);
        }
    }

    private async Task AnswerAsync(List<RemoteAttempt> attempts, IReadOnlyList<JobSubmission> answers)
    {
        RemoteAttempt[] asked = [.. attempts];
        attempts.Clear();
        for (var i = 0; i < asked.Length; i++)
        {
            if (answers[i].Handle is { } handle)
            {
                await AcceptAsync(asked[i], handle).ConfigureAwait(false);
            }
            else
            {
                await EndAsync(asked[i], RemoteOutcome.Failed(answers[i].Refusal!, Now)).ConfigureAwait(false);
            }
        }
    }

    private async Task AcceptAsync(RemoteAttempt attempt, JsonNode handle)
    {
        var json = handle.ToJsonString();
        attempt.Task.Attempt.JobHandle = json;
        try
        {
            await attempt.Events.SaveHandleAsync(attempt.Task.Attempt, json, _closing.Token).ConfigureAwait(false);
            Accept(attempt, handle);
        }
        catch (CovalentException e)
        {
            // A job nobody could find again after a crash must not go on.
            attempt.RequestStop(StopReason.Cancelled);
            Accept(attempt, handle);
            await EndAsync(attempt, RemoteOutcome.Failed(e, Now)).ConfigureAwait(false);
        }
    }

    private void Accept(RemoteAttempt attempt, JsonNode handle)
    {
        attempt.Accept(new RemoteJob(attempt.Task, handle));
        if (attempt.Stop is not null)
        {
            _cancellations.Add(attempt);
        }

        _pace.NoteNewJob();
    }
}
