namespace Covalent.Executors.Remote;

/// <summary>Joins calls that come while a round trip is under way into the next one: one call alone goes out at once, a thousand share a few trips.</summary>
/// <param name="run">Answers a batch, in its order.</param>
/// <param name="largest">Most items of a batch.</param>
/// <param name="gather">Waits for company before a trip; for what nobody needs soon. Null goes at once.</param>
internal sealed class RoundTripBatcher<TItem, TResult>(Func<IReadOnlyList<TItem>, CancellationToken, Task<IReadOnlyList<TResult>>> run, int largest = 256, Func<Task>? gather = null)
{
    private readonly Queue<Waiting> _waiting = new();
    private readonly Lock _lock = new();
    private bool _isRunning;

    /// <summary>The answer for one item. Cancelling gives up waiting; the trip itself goes on for the others.</summary>
    public Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item);
        bool starts;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            starts = !_isRunning;
            _isRunning = true;
        }

        if (starts)
        {
            // Its failures are the callers' answers; the loop itself never fails.
            _ = Task.Run(DrainAsync, CancellationToken.None);
        }

        return waiting.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            await (gather?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
            if (NextBatch() is not { } batch)
            {
                return;
            }

            try
            {
                IReadOnlyList<TResult> results = await run([.. batch.Select(waiting => waiting.Item)], CancellationToken.None).ConfigureAwait(false);
                for (int i = 0; i < batch.Count; i++)
                {
                    batch[i].Answer.TrySetResult(results[i]);
                }
            }
            catch (Exception e) // Whatever went wrong on the trip belongs to those who took it.
            {
                batch.ForEach(waiting => waiting.Answer.TrySetException(e));
            }
        }
    }

    private List<Waiting>? NextBatch()
    {
        lock (_lock)
        {
            var batch = new List<Waiting>();
            while (batch.Count < largest && _waiting.TryDequeue(out Waiting? next))
            {
                batch.Add(next);
            }

            _isRunning = batch.Count > 0;
            return _isRunning ? batch : null;
        }
    }

    private sealed record Waiting(TItem Item)
    {
        public TaskCompletionSource<TResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
