using System.Diagnostics.CodeAnalysis;

namespace Covalent.Core.Execution;

/// <summary>One attempt on its way through an executor's life cycle.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or links holds nothing to give back; disposing it would race with a stop request.")]
internal sealed class LifecycleAttempt(TaskAttempt attempt, IAttemptEvents events)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reason = -1;
    private int _isFinished;

    public TaskAttempt Attempt => attempt;

    public IAttemptEvents Events => events;

    public CancellationToken Stopping => _stop.Token;

    public Task Ended => _ended.Task;

    public StopReason? Reason => Volatile.Read(ref _reason) is >= 0 and var reason ? (StopReason)reason : null;

    public TaskMetadata MetadataIn(string resultsFolder) =>
        new(attempt.Dispatch.DispatchId, attempt.NodeId, attempt.Number, Path.Combine(resultsFolder, attempt.Dispatch.DispatchId));

    public void RequestStop(StopReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, -1);
        _ = _stop.CancelAsync();
    }

    public void Finish(TaskOutcome outcome)
    {
        if (Interlocked.Exchange(ref _isFinished, 1) == 0)
        {
            events.Finished(attempt, outcome);
            _ended.SetResult();
        }
    }
}
