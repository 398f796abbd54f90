using Covalent.Executors.Channels;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Remote;

/// <summary>Repeats what only the link to a machine prevented, until it is back or the patience ends.</summary>
/// <param name="clock">The clock.</param>
/// <param name="patience">How long.</param>
/// <param name="logger">Told when the waiting begins, and again now and then.</param>
internal sealed class LinkPatience(TimeProvider clock, TimeSpan patience, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private const int TriesBetweenWords = 30;

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        int tries = 0;
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (ChannelException e) when (e.IsAboutTheLink && clock.GetElapsedTime(began) + pause < patience)
            {
                if (tries++ % TriesBetweenWords == 0)
                {
                    RemoteLog.Waiting(logger, e.Destination, patience, e.Message);
                }

                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
