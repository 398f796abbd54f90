using System.Text;

namespace Covalent.Core.Execution;

/// <summary>Keeps the beginning and the end of a stream of output and counts what fell out between them. Thread-safe.</summary>
internal sealed class CappedBuffer(int capacity = CappedBuffer.DefaultCapacity)
{
    public const int DefaultCapacity = 4 << 20;

    private readonly Lock _lock = new();
    private readonly int _headCapacity = capacity / 2;
    private readonly int _tailCapacity = capacity - (capacity / 2);
    private byte[] _head = [];
    private int _headLength;
    private byte[] _tail = [];
    private long _tailTotal;

    public bool IsEmpty => _headLength == 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var room = Math.Min(_headCapacity - _headLength, bytes.Length);
            if (room > 0)
            {
                Grow(ref _head, _headLength + room, _headCapacity);
                bytes[..room].CopyTo(_head.AsSpan(_headLength));
                _headLength += room;
                bytes = bytes[room..];
            }

            AppendTail(bytes);
        }
    }

    /// <summary>What is kept; where bytes fell out, a line says how many.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        lock (_lock)
        {
            if (_tailTotal == 0)
            {
                return _head.AsMemory(0, _headLength).ToArray();
            }

            var kept = (int)Math.Min(_tailTotal, _tailCapacity);
            var note = _tailTotal > kept ? Encoding.UTF8.GetBytes($"\n… {_tailTotal - kept} bytes left out …\n") : [];
            var result = new byte[_headLength + note.Length + kept];
            _head.AsSpan(0, _headLength).CopyTo(result);
            note.CopyTo(result, _headLength);
            CopyTail(result.AsSpan(_headLength + note.Length), kept);
            return result;
        }
    }

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _tailCapacity)
        {
            _tailTotal += bytes.Length - _tailCapacity;
            bytes = bytes[^_tailCapacity..];
        }

        if (bytes.IsEmpty)
        {
            return;
        }

        Grow(ref _tail, (int)Math.Min(_tailTotal + bytes.Length, _tailCapacity), _tailCapacity);
        var at = (int)(_tailTotal % _tailCapacity);
        var first = Math.Min(bytes.Length, _tailCapacity - at);
        bytes[..first].CopyTo(_tail.AsSpan(at));
        bytes[first..].CopyTo(_tail);
        _tailTotal += bytes.Length;
    }

    private void CopyTail(Span<byte> destination, int kept)
    {
        var start = (int)((_tailTotal - kept) % _tailCapacity);
        var first = Math.Min(kept, _tailCapacity - start);
        _tail.AsSpan(start, first).CopyTo(destination);
        _tail.AsSpan(0, kept - first).CopyTo(destination[first..]);
    }

    private static void Grow(ref byte[] buffer, int needed, int limit)
    {
        if (needed > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Min(limit, Math.Max(needed, Math.Max(256, buffer.Length * 2))));
        }
    }
}
