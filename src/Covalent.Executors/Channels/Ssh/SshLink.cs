using Renci.SshNet;
using Renci.SshNet.Common;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>One SSH connection: several commands at once, a probe that notices when the other side is gone.</summary>
internal sealed class SshLink : IAsyncDisposable
{
    // A second and a half in all; a server that allows no session then has none to give.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(800);

    // As OpenSSH's ServerAliveCountMax: a machine that is only busy must not look like one that is gone.
    private const int PausesWithoutAnswer = 3;

    private readonly SshEndpoint _endpoint;
    private readonly SshClient _client;
    private readonly SshTunnel? _tunnel;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _probing;
    private readonly SemaphoreSlim _shellIsFree = new(1);
    private SshShell? _shell;
    private long _lastHeard;
    private int _dropped;

    private SshLink(SshEndpoint endpoint, SshClient client, SshTunnel? tunnel, TimeProvider clock)
    {
        _endpoint = endpoint;
        _client = client;
        _tunnel = tunnel;
        _clock = clock;
        _lastHeard = clock.GetTimestamp();
        client.ErrorOccurred += (_, _) => IsBroken = true;
        _probing = ProbeAsync();
    }

    /// <summary>The connection is known not to work any more.</summary>
    public bool IsBroken { get => field || !_client.IsConnected; private set; }

    /// <summary>Commands under way.</summary>
    public int Active { get; set; }

    public static async Task<SshLink> OpenAsync(SshEndpoint endpoint, TimeProvider clock, CancellationToken cancellationToken)
    {
        SshTunnel? tunnel = endpoint.Jump is null ? null : await SshTunnel.OpenAsync(endpoint, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            SshClient client = await SshLogin.ConnectAsync(endpoint, tunnel?.LocalPort, clock, cancellationToken).ConfigureAwait(false);
            return new SshLink(endpoint, client, tunnel, clock);
        }
        catch when (tunnel is not null)
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a program.</summary>
    /// <exception cref="ChannelException">The link is gone, or the program's time ran out.</exception>
    public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(command.Timeout, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token, _closing.Token);
        var execution = new SshExecution(_client, command, Heard);
        try
        {
            CommandResult result = await ExecuteAsync(execution, command, stop.Token).ConfigureAwait(false);
            return IsBroken && result.ExitCode is null && result.Signal is null ? throw new IOException("the connection was closed") : result;
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested ? ChannelErrors.TimedOut(_endpoint.Destination, command.Timeout, e) : SshErrors.Running(_endpoint, new IOException("the other side stopped answering", e));
        }
        catch (Exception e) when (SshErrors.IsOurs(e) && !execution.CallerFailed)
        {
            IsBroken |= !_client.IsConnected;
            throw SshErrors.Running(_endpoint, e);
        }
    }

    /// <summary>Opens a way through this machine to another one.</summary>
    public ForwardedPortLocal Forward(string host, int port)
    {
        var forward = new ForwardedPortLocal("127.0.0.1", 0, host, (uint)port);
        _client.AddForwardedPort(forward);
        forward.Start();
        return forward;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _probing.ConfigureAwait(false);
        await DropAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>Quick programs run in the shell that is kept open, unless it is busy.</summary>
    private async Task<CommandResult> ExecuteAsync(SshExecution execution, ShellCommand command, CancellationToken stop)
    {
        if (!command.IsQuick || !_shellIsFree.Wait(0, stop))
        {
            return await RunInSessionAsync(execution, stop).ConfigureAwait(false);
        }

        try
        {
            _shell ??= await TryOpenShellAsync(stop).ConfigureAwait(false);
            return _shell is { } shell
                ? await shell.RunAsync(command, stop).ConfigureAwait(false)
                : await RunInSessionAsync(execution, stop).ConfigureAwait(false);
        }
        finally
        {
            if (_shell is { IsBroken: true } broken)
            {
                _shell = null;
                // What it was asked last may still run there: it ends with its session.
                await Task.Run(broken.Dispose, CancellationToken.None).ConfigureAwait(false);
            }

            _shellIsFree.Release();
        }
    }

    /// <summary>Runs a command in a session of its own. A server that is told the ends of some sessions and asked for others in one breath counts them all,
    /// and refuses what is one too many; nothing has run then, and a moment later there is room.</summary>
    private async Task<CommandResult> RunInSessionAsync(SshExecution execution, CancellationToken stop)
    {
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            try
            {
                return await execution.RunAsync(stop).ConfigureAwait(false);
            }
            catch (SshException e) when (IsRefusedSession(e) && pause <= LongestPause && !IsBroken)
            {
                await Task.Delay(pause, _clock, stop).ConfigureAwait(false);
            }
        }
    }

    // The library has no type for it.
    private static bool IsRefusedSession(SshException e) => e.GetType() == typeof(SshException) && e.Message.StartsWith("Failed to open a channel", StringComparison.Ordinal);

    /// <summary>Null where the server allows no further session; commands of their own then wait for their turn.</summary>
    private async Task<SshShell?> TryOpenShellAsync(CancellationToken stop)
    {
        try
        {
            return await SshShell.OpenAsync(_client, Heard, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOurs(e) && !IsBroken)
        {
            return null;
        }
    }

    private async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(_endpoint.KeepAlive, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false) && !IsBroken)
            {
                if (_clock.GetElapsedTime(Volatile.Read(ref _lastHeard)) >= _endpoint.KeepAlive && !await AnswersAsync().ConfigureAwait(false))
                {
                    IsBroken = true;
                    await _closing.CancelAsync().ConfigureAwait(false);
                    await DropAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closed by its owner.
        }
    }

    private async Task<bool> AnswersAsync()
    {
        long asked = Volatile.Read(ref _lastHeard);
        using var limit = new CancellationTokenSource(_endpoint.KeepAlive * PausesWithoutAnswer, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        try
        {
            await new SshExecution(_client, new ShellCommand(ShellText.Verbatim(":")), Heard).RunAsync(stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Others may have been answered in the meantime.
            return Volatile.Read(ref _lastHeard) != asked;
        }
        catch (SshException e) when (IsRefusedSession(e))
        {
            // No room for the probe, but who refuses answers.
            Heard();
            return true;
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            return false;
        }
    }

    private void Heard() => Volatile.Write(ref _lastHeard, _clock.GetTimestamp());

    private async Task DropAsync()
    {
        if (Interlocked.Exchange(ref _dropped, 1) != 0)
        {
            return;
        }

        _shell?.Dispose();
        // Disposing a client whose link is dead waits for the library's own time limits; callers have already been answered.
        await Task.Run(_client.Dispose).ConfigureAwait(false);
        if (_tunnel is not null)
        {
            await _tunnel.DisposeAsync().ConfigureAwait(false);
        }
    }
}
