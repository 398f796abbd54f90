using System.Net.Sockets;
using Covalent.Core.Execution;

namespace Covalent.Worker.Serving;

/// <summary>The two connections to the pool: one brings frames, the other takes them, so that neither waits for the other.</summary>
internal sealed class PoolConnection : IDisposable
{
    private readonly Socket _orders;
    private readonly Socket _results;
    private readonly FrameWriter _writer = new();
    private readonly Lock _lock = new();

    private PoolConnection(Socket orders, Socket results)
    {
        _orders = orders;
        _results = results;
        Orders = new FrameReader(orders);
    }

    public FrameReader Orders { get; }

    public static PoolConnection Open(string path, string secret)
    {
        var orders = Connect(path, secret, HelloFrame.Orders);
        var results = Connect(path, secret, HelloFrame.Results);
        return new PoolConnection(orders, results);
    }

    /// <summary>Sends what <paramref name="write"/> writes, before this method returns: the pool must know of an end before the next task,
    /// which may take the process down, begins.</summary>
    public void Send<TState>(Action<FrameWriter, TState> write, TState state)
    {
        lock (_lock)
        {
            write(_writer, state);
            SendAll(_results, _writer);
        }
    }

    public void Dispose()
    {
        _orders.Dispose();
        _results.Dispose();
    }

    private static Socket Connect(string path, string secret, byte role)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var writer = new FrameWriter();
        HelloFrame.Write(writer, secret, role);
        SendAll(socket, writer);
        return socket;
    }

    private static void SendAll(Socket socket, FrameWriter writer)
    {
        foreach (var piece in writer.Pieces())
        {
            for (var rest = piece.Span; !rest.IsEmpty;)
            {
                rest = rest[socket.Send(rest)..];
            }
        }

        writer.Clear();
    }
}
