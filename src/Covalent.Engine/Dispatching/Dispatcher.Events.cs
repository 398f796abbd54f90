using System.Text;
using Covalent.Core.Execution;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>What drivers tell; called on their threads.</content>
internal sealed partial class Dispatcher
{
    public void Finished(TaskAttempt attempt, TaskOutcome outcome)
    {
        if (HasLargeParts(outcome))
        {
            _background.Add(Task.Run(() => StoreLargePartsAsync((EngineAttempt)attempt, outcome)));
            return;
        }

        Post(new EngineEvent((EngineAttempt)attempt, outcome, null, null));
    }

    public void FinishedIdle(TaskAttempt attempt, TaskOutcome outcome)
    {
        if (HasLargeParts(outcome))
        {
            Finished(attempt, outcome);
            return;
        }

        _inbox.Enqueue(new EngineEvent((EngineAttempt)attempt, outcome, null, null));
        Interlocked.MemoryBarrier();
        HelpOnce();
    }

    public void Started(TaskAttempt attempt) => Post(() => OnCodeStarted((EngineAttempt)attempt));

    public async ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken) =>
        await AskAsync<bool>(answer =>
        {
            attempt.JobHandle = handleJson;
            _batch.Handles.Add(new HandleEntry(((EngineAttempt)attempt).Run.Key, attempt.NodeId, attempt.Number, handleJson));
            AfterCommit(answer, () => true);
        }).WaitAsync(cancellationToken).ConfigureAwait(false);

    public bool IsCancelRequested(TaskAttempt attempt) => ((EngineAttempt)attempt).IsCancelRequested;

    public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8)
    {
        var run = ((EngineAttempt)attempt).Run;
        _settings.Observer?.Wrote(run.Id, attempt.NodeId, stream, utf8.Span);
        if (run.IsWatched)
        {
            var text = Encoding.UTF8.GetString(utf8.Span);
            Post(() => Tell(run, new NodeWrote(run.Id, attempt.NodeId, stream, text)));
        }
    }

    public void Progress(TaskAttempt attempt, double fraction, string? message)
    {
        var run = ((EngineAttempt)attempt).Run;
        if (run.IsWatched)
        {
            Post(() => Tell(run, new NodeProgressed(run.Id, attempt.NodeId, fraction, message)));
        }
    }

    private bool HasLargeParts(TaskOutcome outcome) =>
        outcome.Result.Bytes.Length > _store.InlineLimit || outcome.Stdout.Length > _store.InlineLimit || outcome.Stderr.Length > _store.InlineLimit;

    private async Task StoreLargePartsAsync(EngineAttempt attempt, TaskOutcome outcome)
    {
        if (outcome.Result.Bytes.Length > _settings.LargestResult)
        {
            outcome = TooLarge(attempt, outcome);
        }

        try
        {
            var assets = new OutcomeAssets
            {
                Result = await StoreIfLargeAsync(outcome.Result.Bytes).ConfigureAwait(false),
                Stdout = await StoreIfLargeAsync(outcome.Stdout).ConfigureAwait(false),
                Stderr = await StoreIfLargeAsync(outcome.Stderr).ConfigureAwait(false),
            };
            Post(new EngineEvent(attempt, outcome, assets, null));
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            var failure = FailureInfo.FromException(FailureKind.Payload, e);
            Post(new EngineEvent(attempt, TaskOutcome.FromFailure(failure, outcome.StartedAt, outcome.EndedAt), null, null));
        }
    }

    private TaskOutcome TooLarge(EngineAttempt attempt, TaskOutcome outcome) => outcome with
    {
        Status = Status.Failed,
        Result = default,
        ResultHead = default,
        Failure = new FailureInfo(FailureKind.Payload, "result-too-large",
            $"The result of '{attempt.Template.Name}' (node {attempt.NodeId}) has {outcome.Result.Bytes.Length:N0} bytes; at most {_settings.LargestResult:N0} are stored here. "
            + "Write it to a file that the next task reads and return its path, or have the limit raised (dispatcher.largest_result)."),
    };

    private async ValueTask<AssetId?> StoreIfLargeAsync(ReadOnlyMemory<byte> bytes) =>
        bytes.Length > _store.InlineLimit ? await _store.WriteAssetAsync(bytes, CancellationToken.None).ConfigureAwait(false) : null;
}
