using System.Text;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Ssh;

/// <summary>Listens to a queue on a far machine and tells which jobs end there, long before the next poll.</summary>
internal sealed class SshFollower : IAsyncDisposable
{
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private readonly Task _following;
    private string _unfinished = "";

    /// <param name="site">The machine.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="heard">Receives what the queue says.</param>
    /// <param name="silent">Called when there is nobody to listen to any more, until the next line.</param>
    /// <param name="clock">The clock.</param>
    public SshFollower(RemoteSite site, string queue, Action<IReadOnlyList<QueueLine>> heard, Action silent, TimeProvider clock)
    {
        _following = FollowAsync(site, queue, heard, silent, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task FollowAsync(RemoteSite site, string queue, Action<IReadOnlyList<QueueLine>> heard, Action silent, TimeProvider clock)
    {
        var command = new ShellCommand(QueueScripts.Follow(site.Layout, queue))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            OnOutput = (piece, _) =>
            {
                string[] lines = (_unfinished + Encoding.ASCII.GetString(piece.Span)).Split('\n');
                _unfinished = lines[^1];
                heard([.. lines[..^1].Select(QueueLine.Parse)]);
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
                return;
            }
        }
    }
}
