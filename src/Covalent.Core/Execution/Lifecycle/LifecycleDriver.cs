namespace Covalent.Core.Execution;

/// <summary>Drives executors derived from <see cref="BaseExecutor"/> and <see cref="AsyncBaseExecutor"/>.</summary>
internal sealed class LifecycleDriver(LifecycleExecutor executor, ExecutorHost host) : IExecutorDriver
{
    public int ConcurrencyLimit => executor.MaxConcurrency ?? executor.DefaultConcurrency;

    public bool SurvivesRestart => false;

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events) => throw new NotSupportedException($"being written {host.DataFolder}");

    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events) => throw new NotSupportedException("being written");

    public ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException("being written");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
