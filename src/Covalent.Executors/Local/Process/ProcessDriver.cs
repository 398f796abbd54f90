using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Runs attempts in warm worker processes. A worker runs one task at a time; others may wait in it, so that short tasks follow each
/// other without a pause, and are taken back when another worker is free. A death costs the running task only.</summary>
internal sealed class ProcessDriver(LocalExecutor executor, ExecutorHost host) : IExecutorDriver
{
    private readonly WorkerPool _pool = new(executor, host);

    public int ConcurrencyLimit => Math.Min(executor.ConcurrencyCap ?? int.MaxValue, executor.WorkerCount);

    public int QueueAhead => executor.ConcurrencyCap is null ? executor.WorkerCount * (WorkerPool.Depth - 1) : 0;

    public bool ReportsStart => true;

    public bool SurvivesRestart => false;

    public void Start(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events)
    {
        var tasks = new PoolTask[attempts.Length];
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = new PoolTask(attempts[i], events);
            attempts[i].DriverState = tasks[i];
        }

        _pool.Add(tasks);
    }

    // Workers die with their dispatcher, so nothing is left to take over.
    public void Reattach(ReadOnlySpan<TaskAttempt> attempts, IAttemptEvents events) => Start(attempts, events);

    public ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace, CancellationToken cancellationToken) =>
        attempt.DriverState is PoolTask task ? _pool.StopAsync(task, reason, grace, cancellationToken) : ValueTask.FromResult(false);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}
