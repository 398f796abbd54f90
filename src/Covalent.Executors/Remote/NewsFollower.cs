using System.Text;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Listens to workers on a far machine and tells which jobs end there, long before the next poll.</summary>
internal sealed class NewsFollower : IAsyncDisposable
{
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(5);

    private const int LongestLine = 1 << 20;

    private readonly CancellationTokenSource _closing = new();
    private readonly Task _following;
    private string _unfinished = "";

    /// <param name="site">The machine.</param>
    /// <param name="news">The file in which they tell.</param>
    /// <param name="progress">Is told how far jobs are, which says nothing about their ends.</param>
    /// <param name="heard">Receives what else is told.</param>
    /// <param name="silent">Called when there is nobody to listen to any more, until the next line.</param>
    /// <param name="clock">The clock.</param>
    public NewsFollower(RemoteSite site, string news, ProgressBoard progress, Action<IReadOnlyList<QueueLine>> heard, Action silent, TimeProvider clock)
    {
        _following = FollowAsync(site, news, progress, heard, silent, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task FollowAsync(RemoteSite site, string news, ProgressBoard progress, Action<IReadOnlyList<QueueLine>> heard, Action silent, TimeProvider clock)
    {
        var command = new ShellCommand(QueueScripts.Follow(news))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            IsLasting = true,
            OnOutput = (piece, _) =>
            {
                string[] lines = (_unfinished + Encoding.ASCII.GetString(piece.Span)).Split('\n');
                // No line of ours is that long; what is, is not ours.
                _unfinished = lines[^1].Length > LongestLine ? "" : lines[^1];
                QueueLine[] told = [.. lines[..^1].Select(QueueLine.Parse)];
                foreach (QueueLine line in told.Where(line => line.Word == QueueWord.Progress))
                {
                    progress.Tell(line);
                }

                if (told.Any(line => line.Word != QueueWord.Progress))
                {
                    heard([.. told.Where(line => line.Word != QueueWord.Progress)]);
                }

                return ValueTask.CompletedTask;
            },
        };
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _unfinished = "";
                await site.Channel.RunAsync(command, _closing.Token).ConfigureAwait(false);
                silent();
                await Task.Delay(AfterLoss, clock, _closing.Token).ConfigureAwait(false);
            }
            catch (ChannelException)
            {
                // Polls go on without it, and say what is wrong.
                silent();
                await Task.Delay(AfterLoss, clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                silent();
                return;
            }
        }
    }
}
