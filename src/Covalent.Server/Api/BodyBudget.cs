using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>Bounds the memory that request bodies take together. Who finds it spent waits a little, then is asked to come back.</summary>
internal sealed class BodyBudget(long size, TimeSpan patience, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _taken;
    private long _most;
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Most bytes that were taken at once.</summary>
    public long Most => Volatile.Read(ref _most);

    /// <summary>Takes a share, which the returned object gives back.</summary>
    /// <exception cref="TransientRefusal">There was none in time.</exception>
    public async ValueTask<Share> TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        var share = Math.Min(wanted, size);
        var begin = clock.GetTimestamp();
        while (true)
        {
            Task freed;
            lock (_lock)
            {
                if (_taken + share <= size)
                {
                    _taken += share;
                    _most = Math.Max(_most, _taken);
                    return new Share(this, share);
                }

                freed = _freed.Task;
            }

            if (patience - clock.GetElapsedTime(begin) is not { Ticks: > 0 } rest)
            {
                throw new TransientRefusal(503, ProblemCodes.Busy, "The server is busy", "The server is taking in as many large requests as it can at once. Try again in a moment.");
            }

            try
            {
                await freed.WaitAsync(rest, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Looked at once more above, then refused.
            }
        }
    }

    private void Give(long share)
    {
        TaskCompletionSource freed;
        lock (_lock)
        {
            _taken -= share;
            freed = _freed;
            _freed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        freed.TrySetResult();
    }

    /// <summary>A share of the budget until it is disposed of.</summary>
    internal readonly struct Share(BodyBudget budget, long bytes) : IDisposable
    {
        public void Dispose() => budget.Give(bytes);
    }
}
