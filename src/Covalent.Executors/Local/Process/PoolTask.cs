using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>One attempt inside the pool. Changed only under the pool's lock.</summary>
internal sealed class PoolTask(TaskAttempt attempt, IAttemptEvents events)
{
    private TaskCompletionSource? _ended;

    public TaskAttempt Attempt => attempt;

    public IAttemptEvents Events => events;

    /// <summary>The worker it was sent to; null while it waits.</summary>
    public PooledWorker? Worker { get; set; }

    /// <summary>Number it goes by on the worker's connection.</summary>
    public int Ticket { get; set; }

    /// <summary>Why it was asked to stop; null when it was not.</summary>
    public StopReason? Stop { get; set; }

    public bool IsEnded { get; private set; }

    /// <summary>Completes when the attempt has ended. Ask for it under the lock.</summary>
    public Task Ended => IsEnded ? Task.CompletedTask : (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void End()
    {
        IsEnded = true;
        _ended?.TrySetResult();
    }
}
