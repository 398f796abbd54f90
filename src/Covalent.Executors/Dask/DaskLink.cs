using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Dask;

/// <summary>The connection to one scheduler: makes it when it is needed, and again when it was lost.</summary>
internal sealed class DaskLink(DaskTarget target, string python, TimeProvider clock, ILogger logger, Action<DaskFrame> onEvent, Action onLost) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Task> _partings = [];
    private Task<DaskBridge>? _bridge;
    private string? _python;
    private long _outSince;
    private bool _isClosed;

    public string Address => target.Address;

    /// <summary>The scheduler answered at least once.</summary>
    public bool WasReached { get; private set; }

    /// <summary>How long there has been no connection.</summary>
    public TimeSpan OutFor => _outSince == 0 ? TimeSpan.Zero : clock.GetElapsedTime(_outSince);

    /// <summary>A living bridge.</summary>
    /// <exception cref="DaskException">There is none to be had now; the next call tries again.</exception>
    public Task<DaskBridge> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_bridge is null or { IsFaulted: true } or { IsCanceled: true } or { IsCompletedSuccessfully: true, Result.IsAlive: false })
            {
                _bridge = Task.Run(OpenAsync, CancellationToken.None);
            }

            return _bridge.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<DaskBridge>? bridge;
        lock (_lock)
        {
            _isClosed = true;
            bridge = _bridge;
        }

        if (bridge is not null)
        {
            await ((Task)bridge).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (bridge.IsCompletedSuccessfully)
            {
                await bridge.Result.DisposeAsync().ConfigureAwait(false);
            }
        }

        await Task.WhenAll(_partings).ConfigureAwait(false);
    }

    private async Task<DaskBridge> OpenAsync()
    {
        try
        {
            // One that was named is tried at once: the bridge says what is wrong with it.
            _python ??= python.Length > 0 ? python : (await PythonFinder.FindAsync("", CancellationToken.None).ConfigureAwait(false)).Path;
            DaskBridge bridge = await DaskBridge.OpenAsync(target, _python, onEvent, clock, CancellationToken.None).ConfigureAwait(false);
            (WasReached, _outSince) = (true, 0);
            DaskLog.Connected(logger, target.Address, bridge.Identity.Distributed, bridge.Identity.Workers.Count, _python);
            if (MinorOf(bridge.Identity.Python) != MinorOf(bridge.Identity.ClientPython))
            {
                DaskLog.PythonDiffers(logger, bridge.Identity.ClientPython, bridge.Identity.Python);
            }

            lock (_lock)
            {
                _partings.Add(NoticeEndAsync(bridge));
            }

            return bridge;
        }
        catch (DaskException)
        {
            MarkOut();
            throw;
        }
    }

    private async Task NoticeEndAsync(DaskBridge bridge)
    {
        string reason = await bridge.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }
        }

        MarkOut();
        DaskLog.Lost(logger, DaskErrors.Lost(target.Address, reason).Message);
        onLost();
        await bridge.DisposeAsync().ConfigureAwait(false);
    }

    private void MarkOut()
    {
        if (_outSince == 0)
        {
            _outSince = clock.GetTimestamp();
        }
    }

    private static string MinorOf(string version) => string.Join('.', version.Split('.').Take(2));
}
