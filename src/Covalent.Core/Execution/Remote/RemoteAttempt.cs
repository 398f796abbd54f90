namespace Covalent.Core.Execution;

/// <summary>One attempt inside <see cref="RemoteDriver"/>.</summary>
internal sealed class RemoteAttempt(RemoteTask task, IAttemptEvents events)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reason = -1;
    private int _isFinished;

    public RemoteTask Task => task;

    public IAttemptEvents Events => events;

    /// <summary>The job, once the back end has accepted it.</summary>
    public RemoteJob? Job { get; private set; }

    /// <summary>Looked for by name before it is submitted.</summary>
    public bool MayExist { get; set; }

    /// <summary>Whether setup was called, so that teardown must be.</summary>
    public bool IsSetUp { get; set; }

    /// <summary>Whether the back end said that it runs.</summary>
    public bool HasStarted { get; set; }

    /// <summary>Set when the back end once did not know the job.</summary>
    public LossWatch? Loss { get; set; }

    /// <summary>Whether its outcome is being fetched.</summary>
    public bool IsReceiving { get; set; }

    public bool IsFinished => Volatile.Read(ref _isFinished) != 0;

    public StopReason? Stop => Volatile.Read(ref _reason) is >= 0 and var reason ? (StopReason)reason : null;

    public Task Ended => _ended.Task;

    /// <summary>Completes when the job was accepted, or the attempt ended without.</summary>
    public Task Accepted => _accepted.Task;

    public string Name => task.Name;

    public void RequestStop(StopReason reason) => Interlocked.CompareExchange(ref _reason, (int)reason, -1);

    public void Accept(RemoteJob job)
    {
        Job = job;
        _accepted.TrySetResult();
    }

    public void Finish(TaskOutcome outcome)
    {
        if (Interlocked.Exchange(ref _isFinished, 1) == 0)
        {
            events.Finished(task.Attempt, outcome);
            _accepted.TrySetResult();
            _ended.SetResult();
        }
    }
}
