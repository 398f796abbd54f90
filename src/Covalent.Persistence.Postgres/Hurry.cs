namespace Covalent.Persistence.Postgres;

/// <summary>Ends waiting for a database that does not answer, once the process is to end. What was under way is then as undecided as after a death, and
/// what follows is the same: the next engine asks the database.</summary>
internal sealed class Hurry(PostgresAddress address, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private ITimer? _timer;

    public void Begin(TimeSpan most) => _timer ??= clock.CreateTimer(_ => _over.Cancel(), null, most, Timeout.InfiniteTimeSpan);

    /// <exception cref="StorageException">It took too long.</exception>
    public Task<T> WaitAsync<T>(string doing, Task<T> work) => work.IsCompleted ? work : WaitSlowlyAsync(doing, work);

    public void Dispose()
    {
        _timer?.Dispose();
        _over.Dispose();
    }

    private async Task<T> WaitSlowlyAsync<T>(string doing, Task<T> work)
    {
        try
        {
            return await work.WaitAsync(_over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !work.IsCompleted)
        {
            // Nobody waits for it any more, so nobody is to be told of its end.
            _ = work.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new StorageException($"The database {address.Name} did not answer in time at: {doing}. This process ends without it; whoever starts next goes on from what is stored.");
        }
    }
}
