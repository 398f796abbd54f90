using Covalent.Server.Api;

namespace Covalent.Server.Operations;

/// <summary>Opens the engine again after it had to stop because a step could not be made durable (disk full, database locked for too long), as soon
/// as that is possible, and lets it go on with what was unfinished.</summary>
internal sealed class EngineCare(ApiParts parts) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _over = new();
    private Task _work = Task.CompletedTask;

    public void Start() => _work = Task.Run(RunAsync);

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
            await ResumeAsync();
            while (true)
            {
                await Task.Delay(Pause, parts.Options.Clock, _over.Token);
                if (await parts.Engine.ProblemAsync(_over.Token) is { } problem)
                {
                    await ReopenAsync(problem);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; the next start goes on.
        }
    }

    private async Task ReopenAsync(StorageException problem)
    {
        ServerLog.EngineStopped(parts.Logger, problem);
        try
        {
            await parts.Engine.ReopenAsync(_over.Token);
            await ResumeAsync();
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            ServerLog.ChoreFailed(parts.Logger, "Opening the engine again", e);
        }
    }

    private async Task ResumeAsync()
    {
        try
        {
            if (await parts.Engine.Dispatcher.ResumeAsync(null, _over.Token) is { Count: > 0 } adopted)
            {
                ServerLog.Resumed(parts.Logger, adopted.Count);
            }
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            ServerLog.ResumeFailed(parts.Logger, e);
        }
    }
}
