using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Runs programs on one machine over as few connections as possible, never more than the cap; connects again when a link is lost.</summary>
internal sealed class SshChannel(SshEndpoint endpoint, TimeProvider clock, ILogger logger) : ICommandChannel
{
    /// <summary>A refused login is not tried again for this long: servers lock out clients that keep knocking.</summary>
    private static readonly TimeSpan RefusalHolds = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _slots = new(endpoint.MaxConnections * endpoint.ChannelsPerConnection);
    private readonly SemaphoreSlim _lasting = new(Math.Max(1, endpoint.MaxConnections * endpoint.ChannelsPerConnection / 2));
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly List<SshLink> _links = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private ChannelException? _failure;
    private long _failedAt;
    private int _failures;

    public string Destination => endpoint.Destination;

    /// <summary>Connections open now.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_lock)
            {
                return _links.Count(link => !link.IsBroken);
            }
        }
    }

    public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        if (!command.IsLasting)
        {
            return await RunInTurnAsync(command, cancellationToken).ConfigureAwait(false);
        }

        if (!_lasting.Wait(0, cancellationToken))
        {
            throw new ChannelException(Destination, ChannelFault.CommandFailed, $"{Destination}: as many files are followed there as its connections have room for. Raise max_connections to follow more; without, they are asked about.");
        }

        try
        {
            return await RunInTurnAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lasting.Release();
        }
    }

    private async Task<CommandResult> RunInTurnAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _slots.WaitAsync(stop.Token).ConfigureAwait(false);
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    return await RunOnceAsync(command, stop.Token).ConfigureAwait(false);
                }
                catch (ChannelException e) when (e.Fault == ChannelFault.LinkLost && command.IsRepeatable && attempt < endpoint.ConnectAttempts)
                {
                    SshLog.Repeating(logger, Destination, e.Message);
                }
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (SshLink link in TakeLinks(_ => true))
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<CommandResult> RunOnceAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        SshLink link = TryEnter() ?? await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await link.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                link.Active--;
            }
        }
    }

    private SshLink? TryEnter()
    {
        lock (_lock)
        {
            SshLink? free = _links.Find(link => !link.IsBroken && link.Active < endpoint.ChannelsPerConnection);
            if (free is not null)
            {
                free.Active++;
            }

            return free;
        }
    }

    private async Task<SshLink> ConnectAsync(CancellationToken cancellationToken)
    {
        int seen = Volatile.Read(ref _failures);
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever waited while another caller tried shares what that caller found.
            return TryEnter() ?? (RememberedFailure(seen) is { } failure ? throw failure : await OpenAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _connecting.Release();
        }
    }

    private ChannelException? RememberedFailure(int seen) =>
        _failure is not null && (_failures != seen || (!_failure.IsTransient && clock.GetElapsedTime(_failedAt) < RefusalHolds)) ? _failure : null;

    private async Task<SshLink> OpenAsync(CancellationToken cancellationToken)
    {
        foreach (SshLink broken in TakeLinks(link => link.IsBroken && link.Active == 0))
        {
            await broken.DisposeAsync().ConfigureAwait(false);
        }

        try
        {
            SshLink link = await new SshReconnect(endpoint, clock, logger).OpenAsync(cancellationToken).ConfigureAwait(false);
            link.Active = 1;
            lock (_lock)
            {
                _links.Add(link);
            }

            _failure = null;
            SshLog.Connected(logger, Destination);
            return link;
        }
        catch (ChannelException raw)
        {
            var e = new ChannelException(raw.Destination, raw.Fault, raw.Message, raw.InnerException ?? raw) { NothingRan = true };
            _failure = e;
            _failedAt = clock.GetTimestamp();
            Interlocked.Increment(ref _failures);
            throw e;
        }
    }

    private List<SshLink> TakeLinks(Func<SshLink, bool> which)
    {
        lock (_lock)
        {
            List<SshLink> taken = [.. _links.Where(which)];
            _links.RemoveAll(taken.Contains);
            return taken;
        }
    }
}
