using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Shares one channel per host, user and key among all who use it; the last to leave closes it.</summary>
internal sealed class SshChannelPool(TimeProvider clock, ILoggerFactory loggers)
{
    private static readonly ConditionalWeakTable<ILoggerFactory, ConditionalWeakTable<TimeProvider, SshChannelPool>> Pools = [];

    private readonly Dictionary<string, Shared> _channels = [];
    private readonly Lock _lock = new();

    /// <summary>The pool that all executors of one dispatcher share: those with the same clock and log.</summary>
    public static SshChannelPool Of(TimeProvider clock, ILoggerFactory loggers) =>
        Pools.GetOrCreateValue(loggers).GetValue(clock, clock => new SshChannelPool(clock, loggers));

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
        private readonly CancellationTokenSource _closing = new();
        private int _returned;

        public string Destination => shared.Channel.Destination;

        public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(_returned != 0, this);
            // Others may go on using the connections; what was asked for here ends with this lease.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            return await shared.Channel.RunAsync(command, stop.Token).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                await _closing.CancelAsync().ConfigureAwait(false);
                await pool.ReturnAsync(key, shared).ConfigureAwait(false);
                _closing.Dispose();
            }
        }
    }
}
