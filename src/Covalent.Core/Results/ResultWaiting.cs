namespace Covalent.Core.Results;

/// <summary>Waits for the end of a dispatch by push, telling progress on the way.</summary>
internal static class ResultWaiting
{
    public static async Task<DispatchSnapshot> WaitAsync(
        IDispatcherClient client, string dispatchId, IProgress<DispatchProgress>? progress, CancellationToken cancellationToken)
    {
        var wait = client.WaitAsync(dispatchId, cancellationToken);
        if (wait.IsCompleted)
        {
            return await wait.ConfigureAwait(false);
        }

        progress ??= ConsoleProgress.ForTerminal();
        if (progress is null or NoProgress)
        {
            return await wait.ConfigureAwait(false);
        }

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(client, dispatchId, progress, watching.Token);
        try
        {
            return await wait.ConfigureAwait(false);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
            (progress as IDisposable)?.Dispose();
        }
    }

    private static async Task WatchAsync(IDispatcherClient client, string dispatchId, IProgress<DispatchProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            var counter = new ProgressCounter(await client.GetAsync(dispatchId, cancellationToken).ConfigureAwait(false));
            progress.Report(counter.Current);
            await foreach (var e in client.WatchAsync(dispatchId, cancellationToken).ConfigureAwait(false))
            {
                if (counter.Apply(e))
                {
                    progress.Report(counter.Current);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or CovalentException)
        {
            // Watching is a courtesy; the result is what counts, and it has its own errors.
        }
    }
}
