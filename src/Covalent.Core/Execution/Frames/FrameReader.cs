using System.Buffers.Binary;
using System.Net.Sockets;

namespace Covalent.Core.Execution;

/// <summary>Receives frames on the calling thread. Frames that fit lie in one reused buffer and are valid until the next call; large ones get
/// memory of their own, all of it only when their first part has arrived, so that a lying length costs nothing.</summary>
/// <param name="socket">Where they come from.</param>
/// <param name="spoolFolder">Where very large frames rest in files instead; null for nowhere. See <see cref="SpooledBytes"/>.</param>
internal sealed class FrameReader(Socket socket, string? spoolFolder = null)
{
    private const int BufferSize = 256 << 10;
    private const int FirstStep = 1 << 20;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>Whether a whole frame has already arrived, so that <see cref="TryRead"/> will not wait.</summary>
    public bool HasFrame => _end - _start >= 4 && _end - _start - 4 >= BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));

    /// <summary>Waits for the next frame; false when the other side has gone.</summary>
    /// <param name="kind">What the frame says.</param>
    /// <param name="contents">What follows.</param>
    /// <param name="isOwned">True when the contents will never be overwritten and may be kept.</param>
    public bool TryRead(out FrameKind kind, out ReadOnlyMemory<byte> contents, out bool isOwned)
    {
        (kind, contents, isOwned) = (default, default, false);
        if (!TryFill(FrameWriter.HeadLength))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start));
        if (length == 0 || length > Array.MaxLength)
        {
            throw new CovalentException($"A frame between dispatcher and worker claims {length} bytes. The connection is damaged; the worker is given up.");
        }

        kind = (FrameKind)_buffer[_start + 4];
        _start += FrameWriter.HeadLength;
        var size = (int)length - 1;
        if (size <= BufferSize)
        {
            if (!TryFill(size))
            {
                return false;
            }

            contents = _buffer.AsMemory(_start, size);
            _start += size;
            return true;
        }

        isOwned = true;
        return size > SpooledBytes.Threshold && OpenSpool() is { } spool ? TryReadInto(spool, size, out contents) : TryReadLarge(size, out contents);
    }

    // Where no file can be had, memory has to do; storing the value will tell what is wrong with the disk.
    private Spool? OpenSpool()
    {
        try
        {
            return spoolFolder is null ? null : new Spool(spoolFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool TryReadInto(Spool spool, int size, out ReadOnlyMemory<byte> contents)
    {
        using (spool)
        {
            contents = default;
            for (var left = size; left > 0;)
            {
                if (!TryFill(1))
                {
                    return false;
                }

                var count = Math.Min(left, _end - _start);
                if (!spool.TryAppend(_buffer.AsSpan(_start, count)))
                {
                    return TryReadRest(spool.Take(), size, out contents);
                }

                _start += count;
                left -= count;
            }

            contents = spool.Take();
            return true;
        }
    }

    private bool TryReadRest(ReadOnlyMemory<byte> begun, int size, out ReadOnlyMemory<byte> contents)
    {
        var whole = GC.AllocateUninitializedArray<byte>(size);
        begun.CopyTo(whole);
        contents = whole;
        for (var filled = begun.Length; filled < size;)
        {
            if (!TryFill(1))
            {
                return false;
            }

            var count = Math.Min(size - filled, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(whole.AsSpan(filled));
            _start += count;
            filled += count;
        }

        return true;
    }

    private bool TryReadLarge(int size, out ReadOnlyMemory<byte> contents)
    {
        var bytes = new byte[Math.Min(size, FirstStep)];
        var filled = Math.Min(_end - _start, bytes.Length);
        _buffer.AsSpan(_start, filled).CopyTo(bytes);
        _start += filled;
        contents = default;
        while (filled < size)
        {
            if (filled == bytes.Length)
            {
                // Not cleared: what has not arrived takes no memory yet, and nothing is copied a second time.
                var whole = GC.AllocateUninitializedArray<byte>(size);
                bytes.CopyTo(whole, 0);
                bytes = whole;
            }

            var received = Receive(bytes.AsSpan(filled));
            if (received == 0)
            {
                return false;
            }

            filled += received;
        }

        contents = bytes;
        return true;
    }

    /// <summary>Makes at least <paramref name="count"/> bytes available at the start.</summary>
    private bool TryFill(int count)
    {
        if (_end - _start >= count)
        {
            return true;
        }

        if (_start + count > BufferSize || _start == _end)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var received = Receive(_buffer.AsSpan(_end));
            if (received == 0)
            {
                return false;
            }

            _end += received;
        }

        return true;
    }

    private int Receive(Span<byte> into)
    {
        try
        {
            return socket.Receive(into);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
