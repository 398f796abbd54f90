using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Ssh;

/// <summary>Listens to a queue on a far machine and tells when jobs end there, long before the next poll.</summary>
internal sealed class SshFollower : IAsyncDisposable
{
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closing = new();
    private readonly Task _following;

    public SshFollower(RemoteSite site, string queue, Action ended, TimeProvider clock)
    {
        _following = FollowAsync(site, queue, ended, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task FollowAsync(RemoteSite site, string queue, Action ended, TimeProvider clock)
    {
        var command = new ShellCommand(QueueScripts.Follow(site.Layout, queue))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            OnOutput = (_, _) =>
            {
                ended();
                return ValueTask.CompletedTask;
            },
        };
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await site.Channel.RunAsync(command, _closing.Token).ConfigureAwait(false);
                await Task.Delay(AfterLoss, clock, _closing.Token).ConfigureAwait(false);
            }
            catch (ChannelException)
            {
                // Polls go on without it, and say what is wrong.
                await Task.Delay(AfterLoss, clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
