namespace Covalent.Core.Execution;

/// <summary>Runs calls that nobody waits for at once, a few at a time, and can wait for all of them. The calls must not throw.</summary>
internal sealed class BackgroundCalls(int mostAtOnce)
{
    private readonly BatchQueue<Func<Task>> _queue = new(1, mostAtOnce, batch => batch[0]());
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _pending = [];

    public void Start(Func<Task> call)
    {
        var done = new TaskCompletionSource();
        lock (_lock)
        {
            _pending.Add(done.Task);
        }

        _queue.Add(async () =>
        {
            try
            {
                await call().ConfigureAwait(false);
            }
            finally
            {
                lock (_lock)
                {
                    _pending.Remove(done.Task);
                }

                done.SetResult();
            }
        });
    }

    /// <summary>Waits for everything that was started, waiting calls included.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_pending);
        }
    }
}
