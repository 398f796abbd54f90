using Covalent.Core.Execution;

namespace Covalent.Benchmarks.Workers;

/// <summary>Keeps a fixed number of attempts in flight: each end starts the next one.</summary>
internal sealed class WindowEvents(IExecutorDriver driver, TaskAttempt[] attempts, int window) : IAttemptEvents
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;
    private int _left = attempts.Length;

    public Task Done => _done.Task;

    public TaskOutcome? Last { get; private set; }

    public void Begin()
    {
        _next = window;
        driver.Start(attempts.AsSpan(0, Math.Min(window, attempts.Length)), this);
    }

    public void Finished(TaskAttempt attempt, TaskOutcome outcome)
    {
        Last = outcome;
        if (outcome.Status != Status.Completed)
        {
            _done.TrySetException(new InvalidOperationException(outcome.Failure?.Message));
        }

        var next = Interlocked.Increment(ref _next) - 1;
        if (next < attempts.Length)
        {
            driver.Start([attempts[next]], this);
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.TrySetResult();
        }
    }

    public ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool IsCancelRequested(TaskAttempt attempt) => false;

    public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8)
    {
    }

    public void Progress(TaskAttempt attempt, double fraction, string? message)
    {
    }
}
