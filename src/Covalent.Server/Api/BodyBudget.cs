using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>Bounds the memory that request bodies take together. Who finds it spent waits a little, then is asked to come back.</summary>
internal sealed class BodyBudget(long size, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private long _taken;
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
                    return new Share(this, share);
                }

                freed = _freed.Task;
            }

            if (Patience - clock.GetElapsedTime(begin) is not { Ticks: > 0 } rest)
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
