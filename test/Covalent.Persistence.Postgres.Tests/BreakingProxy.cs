using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Covalent.Persistence.Postgres.Tests;

/// <summary>A way to the database that breaks when told to: after the server has answered a certain statement, and before the client learns of it.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private readonly string _host;
    private readonly int _port;
    private volatile string? _statement;
    private int _broken;

    public BreakingProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Broken => _broken;

    /// <summary>Swallows the answer to the next message that contains this, and cuts the connection.</summary>
    public void BreakAfter(string statement) => _statement = statement;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_host, _port, _ending.Token);
                var armed = new StrongBox();
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream(), armed, isAnswer: false), CopyAsync(server.GetStream(), client.GetStream(), armed, isAnswer: true));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side has hung up, and with that the other does too.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, StrongBox armed, bool isAnswer)
    {
        var buffer = new byte[1 << 20];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _ending.Token)) > 0)
            {
                if (isAnswer && armed.IsSet)
                {
                    Interlocked.Increment(ref _broken);
                    return;
                }

                if (!isAnswer && _statement is { } statement && Encoding.ASCII.GetString(buffer, 0, read).Contains(statement, StringComparison.Ordinal))
                {
                    (_statement, armed.IsSet) = (null, true);
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _ending.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken by the other direction.
        }
    }

    private sealed class StrongBox
    {
        public volatile bool IsSet;
    }
}
