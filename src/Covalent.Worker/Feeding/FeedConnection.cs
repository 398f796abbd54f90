using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Covalent.Worker.Feeding;

/// <summary>Orders from whoever hands out the jobs, and answers to it. An order is a line with fields parted by tabs, <c>run NUMBER WORKDIR LENGTH</c>
/// with so many bytes of package after it, or <c>cancel NUMBER</c>. The answer to a job is a line <c>ended LENGTH</c> and so many bytes of outcome;
/// the line <c>leaving</c> is the last.</summary>
internal sealed class FeedConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly BufferedStream _orders;

    public FeedConnection(string path)
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _orders = new BufferedStream(new NetworkStream(_socket, ownsSocket: false), 64 << 10);
    }

    /// <summary>The fields of the next order; null when there will be no more.</summary>
    public string[]? Read()
    {
        var line = new List<byte>(256);
        for (var next = _orders.ReadByte(); next != '\n'; next = _orders.ReadByte())
        {
            if (next < 0)
            {
                return null;
            }

            line.Add((byte)next);
        }

        return Encoding.UTF8.GetString([.. line]).Split('\t');
    }

    /// <summary>The bytes that follow an order.</summary>
    public byte[] Read(int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        _orders.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Answers a job with its outcome.</summary>
    public void SendOutcome(IReadOnlyList<ReadOnlyMemory<byte>> outcome)
    {
        Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"ended\t{outcome.Sum(static part => (long)part.Length)}\n")));
        foreach (var part in outcome)
        {
            Send(part);
        }
    }

    /// <summary>Says that this process leaves of its own accord: a job handed over from now on has not begun. Said here, since user code may end
    /// the process with any exit code.</summary>
    public void SayLeaving() => Send("leaving\n"u8.ToArray());

    public void Dispose()
    {
        _orders.Dispose();
        _socket.Dispose();
    }

    private void Send(ReadOnlyMemory<byte> part)
    {
        try
        {
            for (var rest = part.Span; !rest.IsEmpty;)
            {
                rest = rest[_socket.Send(rest)..];
            }
        }
        catch (SocketException)
        {
            // Nobody listens any more, which the reading side notices, and ends this process.
        }
    }
}
