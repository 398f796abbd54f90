using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Tells one task to stop, and why. The first reason counts.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private int _reason = -1;

    public CancellationToken Token => _source.Token;

    public StopReason? Reason => Volatile.Read(ref _reason) is >= 0 and var reason ? (StopReason)reason : null;

    /// <summary>Gives the reason to stop, before <see cref="Request"/> runs what user code registered, which may take any time.</summary>
    /// <returns>True for the first reason only.</returns>
    public bool TryGive(StopReason reason) => Interlocked.CompareExchange(ref _reason, (int)reason, -1) == -1;

    public void Request(StopReason reason)
    {
        TryGive(reason);
        try
        {
            _source.Cancel();
        }
        catch (Exception e) when (e is AggregateException or ObjectDisposedException)
        {
            // Call-backs registered by user code threw, or the task has just ended: the request stands either way.
        }
    }

    public void Dispose() => _source.Dispose();
}
