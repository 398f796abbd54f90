using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Shares one channel per host, user and key among all who use it; the last to leave closes it.</summary>
internal sealed class SshChannelPool(TimeProvider clock, ILoggerFactory loggers)
{
    private readonly Dictionary<string, Shared> _channels = [];
    private readonly Lock _lock = new();

    /// <summary>A channel to the endpoint. Dispose it when done; connections are opened by the first command.</summary>
    public ICommandChannel Lease(SshEndpoint endpoint)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(endpoint.PoolKey, out Shared? shared))
            {
                shared = new Shared(new SshChannel(endpoint, clock, loggers.CreateLogger<SshChannel>()));
                _channels.Add(endpoint.PoolKey, shared);
            }

            shared.Users++;
            return new Leased(this, endpoint.PoolKey, shared);
        }
    }

    /// <summary>Connections open now, over all machines.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_lock)
            {
                return _channels.Values.Sum(shared => shared.Channel.ConnectionCount);
            }
        }
    }

    private async ValueTask ReturnAsync(string key, Shared shared)
    {
        lock (_lock)
        {
            if (--shared.Users > 0)
            {
                return;
            }

            _channels.Remove(key);
        }

        await shared.Channel.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Shared(SshChannel channel)
    {
        public SshChannel Channel { get; } = channel;

        public int Users { get; set; }
    }

    private sealed class Leased(SshChannelPool pool, string key, Shared shared) : ICommandChannel
    {
        private int _returned;

        public string Destination => shared.Channel.Destination;

        public Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_returned != 0, this);
            return shared.Channel.RunAsync(command, cancellationToken);
        }

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _returned, 1) == 0 ? pool.ReturnAsync(key, shared) : ValueTask.CompletedTask;
    }
}
