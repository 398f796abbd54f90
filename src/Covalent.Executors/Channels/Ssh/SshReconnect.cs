using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Connects with further attempts while the reason may pass; the pause doubles up to a minute.</summary>
internal sealed class SshReconnect(SshEndpoint endpoint, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public async Task<SshLink> OpenAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SshLink.OpenAsync(endpoint, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelException e) when (e.IsTransient && attempt < endpoint.ConnectAttempts)
            {
                TimeSpan pause = PauseAfter(attempt);
                SshLog.Retrying(logger, endpoint.Destination, attempt, endpoint.ConnectAttempts, pause, e.Message);
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Pause after the n-th failed attempt.</summary>
    public TimeSpan PauseAfter(int attempt)
    {
        double factor = Math.Pow(2, Math.Min(attempt - 1, 30));
        double seconds = Math.Min(endpoint.RetryPause.TotalSeconds * factor, Math.Max(LongestPause.TotalSeconds, endpoint.RetryPause.TotalSeconds));
        return TimeSpan.FromSeconds(seconds);
    }
}
