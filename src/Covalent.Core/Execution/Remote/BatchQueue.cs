namespace Covalent.Core.Execution;

/// <summary>Collects items and hands them to a call in batches, as large as they have become while earlier calls were busy. No timer: the first
/// item never waits.</summary>
internal sealed class BatchQueue<T>(int largestBatch, int mostCalls, Func<IReadOnlyList<T>, Task> call)
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _items = [];
    private readonly HashSet<Task> _calls = [];
    private bool _isClosed;

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Enqueue(item);
            StartCalls();
        }
    }

    /// <summary>Drops what waits, and waits for the calls under way.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            _items.Clear();
            return Task.WhenAll(_calls);
        }
    }

    private void StartCalls()
    {
        while (_items.Count > 0 && _calls.Count < mostCalls && !_isClosed)
        {
            // The batch is taken when the call really begins, so that what is added in one go is in one batch.
            var work = new Task<Task>(WorkAsync);
            var whole = work.Unwrap();
            _calls.Add(whole);
            _ = whole.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            work.Start(TaskScheduler.Default);
        }
    }

    private async Task WorkAsync()
    {
        if (Take() is { Count: > 0 } batch)
        {
            await call(batch).ConfigureAwait(false);
        }
    }

    private List<T> Take()
    {
        lock (_lock)
        {
            var batch = new List<T>(Math.Min(largestBatch, _items.Count));
            while (batch.Count < largestBatch && _items.TryDequeue(out var item))
            {
                batch.Add(item);
            }

            return batch;
        }
    }

    private void Ended(Task ended)
    {
        lock (_lock)
        {
            _calls.Remove(ended);
            StartCalls();
        }
    }
}
