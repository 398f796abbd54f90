using System.Net.Sockets;
using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Sends frames to a worker without ever blocking the caller: what the socket takes at once goes out on the calling thread, the rest
/// follows by itself, and what is written meanwhile goes out with it.</summary>
internal sealed class OrderSender : IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _send = new();
    private readonly Lock _lock = new();
    private FrameWriter _filling = new();
    private FrameWriter _leaving = new();
    private IEnumerator<ReadOnlyMemory<byte>>? _pieces;
    private ReadOnlyMemory<byte> _piece;
    private bool _sending;
    private bool _broken;

    public OrderSender(Socket socket)
    {
        _socket = socket;
        _send.Completed += (_, _) =>
        {
            if (Advance())
            {
                SendAll();
            }
        };
    }

    /// <summary>Adds frames to what will be sent by the next <see cref="Flush"/>.</summary>
    public void Write<TState>(Action<FrameWriter, TState> write, TState state)
    {
        lock (_lock)
        {
            write(_filling, state);
        }
    }

    /// <summary>Begins to send. Errors are not reported here: the worker's other connection ends, and with it the worker.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_sending || _broken || _filling.IsEmpty)
            {
                return;
            }

            _sending = true;
            Swap();
        }

        SendAll();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _broken = true;
        }

        _socket.Dispose();
        _send.Dispose();
    }

    private void SendAll()
    {
        try
        {
            do
            {
                _send.SetBuffer(System.Runtime.InteropServices.MemoryMarshal.AsMemory(_piece));
                if (_socket.SendAsync(_send))
                {
                    return;
                }
            }
            while (Advance());
        }
        catch (ObjectDisposedException)
        {
            _broken = true;
        }
        catch (IOException)
        {
            // The file of a value could not be read to its end, so the worker cannot be told the rest: without orders it ends, and its task with it.
            _broken = true;
            _socket.Dispose();
        }
    }

    /// <summary>Moves on after a send; false when everything is out or the connection is gone.</summary>
    private bool Advance()
    {
        if (_send.SocketError != SocketError.Success)
        {
            _broken = true;
            return false;
        }

        _piece = _piece[_send.BytesTransferred..];
        while (_piece.IsEmpty)
        {
            if (_pieces!.MoveNext())
            {
                _piece = _pieces.Current;
                continue;
            }

            lock (_lock)
            {
                if (_filling.IsEmpty)
                {
                    _sending = false;
                    return false;
                }

                Swap();
            }
        }

        return true;
    }

    // Only called while nothing is leaving.
    private void Swap()
    {
        (_filling, _leaving) = (_leaving, _filling);
        _filling.Clear();
        _pieces = _leaving.Pieces().GetEnumerator();
        _pieces.MoveNext();
        _piece = _pieces.Current;
    }
}
