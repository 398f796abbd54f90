using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Repeats what only the link to a machine prevented, until it is back or the patience ends.</summary>
internal sealed class LinkPatience(TimeProvider clock, TimeSpan patience)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (ChannelException e) when (e.IsAboutTheLink && clock.GetElapsedTime(began) + pause < patience)
            {
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
