using System.Net;
using System.Net.Sockets;

namespace Covalent.Executors.Tests.Files;

/// <summary>Stands between a client and a server, cuts connections and damages bytes.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _target;
    private readonly Task _accepting;
    private long _up;
    private long _down;

    public BreakingProxy(Uri target)
    {
        _target = target.Port;
        _listener.Start();
        Address = $"{target.Scheme}://{target.Host}:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>Bytes that went to the server since the last <see cref="Heal"/>.</summary>
    public long Up => Interlocked.Read(ref _up);

    public long Down => Interlocked.Read(ref _down);

    /// <summary>Every connection is cut once this many bytes went to the server, in all.</summary>
    public long UpLimit { get; set; } = long.MaxValue;

    public long DownLimit { get; set; } = long.MaxValue;

    /// <summary>A byte to the server that is changed on its way.</summary>
    public long Damaged { get; set; } = -1;

    public void Heal()
    {
        (UpLimit, DownLimit, Damaged) = (long.MaxValue, long.MaxValue, -1);
        Interlocked.Exchange(ref _up, 0);
        Interlocked.Exchange(ref _down, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                var up = CopyAsync(client, server, isUp: true, either.Token);
                var down = CopyAsync(server, client, isUp: false, either.Token);
                await Task.WhenAny(up, down);
                await either.CancelAsync();
                await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isUp, CancellationToken stop)
    {
        var buffer = new byte[32 << 10];
        while (await from.GetStream().ReadAsync(buffer, stop) is > 0 and var count)
        {
            var before = isUp ? Up : Down;
            var allowed = (int)Math.Clamp((isUp ? UpLimit : DownLimit) - before, 0, count);
            if (isUp && Damaged >= before && Damaged < before + count)
            {
                buffer[Damaged - before] ^= 0x20;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, allowed), stop);
            _ = isUp ? Interlocked.Add(ref _up, allowed) : Interlocked.Add(ref _down, allowed);
            if (allowed < count)
            {
                return;
            }
        }
    }
}
