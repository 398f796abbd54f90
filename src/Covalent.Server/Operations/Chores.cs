using Covalent.Server.Api;

namespace Covalent.Server.Operations;

/// <summary>What is done now and then while the server runs: old dispatches go, and bundles that no dispatch needs, and uploads nobody finished.</summary>
internal sealed class Chores(ApiParts parts) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnusedFor = TimeSpan.FromDays(7);
    private readonly ClockWatch _clock = new(parts.Options.Clock);
    private readonly CancellationTokenSource _over = new();
    private Task _work = Task.CompletedTask;

    public void Start() => _work = Task.Run(RunAsync);

    /// <summary>Does everything once. Ages are told by the wall clock; when that was set since the last time, nothing is deleted before the next turn, so
    /// that whoever set it wrong has until then.</summary>
    public async Task DoAsync(CancellationToken cancellationToken)
    {
        if (_clock.TakeJump() is var jump && jump != TimeSpan.Zero)
        {
            ServerLog.ClockWasSet(parts.Logger, jump);
            return;
        }

        if (parts.Options.Configuration.GetDuration("dispatcher.retention") is { Ticks: > 0 } age)
        {
            await parts.Engine.Dispatcher.PurgeAsync(age, cancellationToken);
        }

        var now = parts.Options.Clock.GetUtcNow();
        parts.Uploads.Forget(now - parts.Options.UploadsKept);
        parts.Engine.Bundles.Prune(await parts.Engine.Dispatcher.ReadBundlesInUseAsync(cancellationToken), now - UnusedFor);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _work;
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, parts.Options.Clock, _over.Token);
                if (parts.Engine.Leads)
                {
                    await TryAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await DoAsync(_over.Token);
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            ServerLog.ChoreFailed(parts.Logger, "Clearing out", e);
        }
    }
}
