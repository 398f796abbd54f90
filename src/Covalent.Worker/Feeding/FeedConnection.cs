using System.Net.Sockets;
using System.Text;

namespace Covalent.Worker.Feeding;

/// <summary>Lines of text to and from whoever hands out the jobs: <c>run FOLDER WORKDIR</c> and <c>cancel FOLDER</c> come in (fields parted by tabs),
/// <c>began</c> and <c>ended</c> go out.</summary>
internal sealed class FeedConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _orders;
    private readonly Lock _lock = new();

    public FeedConnection(string path)
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _orders = new StreamReader(new NetworkStream(_socket, ownsSocket: false), new UTF8Encoding(false));
    }

    /// <summary>The fields of the next order; null when there will be no more.</summary>
    public string[]? Read()
    {
        try
        {
            return _orders.ReadLine()?.Split('\t');
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Send(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            try
            {
                _socket.Send(bytes);
            }
            catch (SocketException)
            {
                // Nobody listens any more, which the reading side notices, and ends this process.
            }
        }
    }

    public void Dispose()
    {
        _orders.Dispose();
        _socket.Dispose();
    }
}
