using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>Reads the binary form. Every claim about a length is checked against the bytes that are really there before memory is taken.</summary>
internal ref struct WireReader
{
    private const int LargestChunk = 1 << 30;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySequence<byte> _segments;
    private SequencePosition _next;
    private ReadOnlySpan<byte> _span;
    private int _position;
    private long _later;
    private long _allowance;

    public WireReader(ReadOnlySpan<byte> bytes)
    {
        _span = bytes;
        _allowance = AllowanceOf(bytes.Length);
    }

    public WireReader(in ReadOnlySequence<byte> bytes)
    {
        _segments = bytes;
        _span = bytes.FirstSpan;
        _allowance = AllowanceOf(bytes.Length);
        if (!bytes.IsSingleSegment)
        {
            _later = bytes.Length - _span.Length;
            _next = bytes.Start;
            bytes.TryGet(ref _next, out _);
        }
    }

    /// <summary>Levels of objects being read right now.</summary>
    public int Depth { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public readonly long Remaining => _span.Length - _position + _later;

    public void Enter() => Depth = WireDepth.Next(Depth, writing: false);

    public void Leave() => Depth--;

    public byte Byte()
    {
        if (_position < _span.Length)
        {
            return _span[_position++];
        }

        NextSegment(1);
        return _span[_position++];
    }

    public T Raw<T>() where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        if (_span.Length - _position < size)
        {
            return RawAcrossSegments<T>();
        }

        var value = MemoryMarshal.Read<T>(_span[_position..]);
        _position += size;
        return value;
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return shift == 63 && next > 1 ? throw Damaged("a number is too long") : value;
            }
        }

        throw Damaged("a number is too long");
    }

    /// <summary>Whether memory for so many items may be taken at once. All such memory together stays in proportion to the payload; beyond that,
    /// memory has to grow with the items really read.</summary>
    public bool MayTake(int count, int itemSize)
    {
        var wanted = (long)count * itemSize;
        if (wanted > _allowance)
        {
            return false;
        }

        _allowance -= wanted;
        return true;
    }

    /// <summary>A count of items of at least so many bytes each; -1 for null.</summary>
    public int Count(int smallestItem)
    {
        var count = Varint();
        if (count == 0)
        {
            return -1;
        }

        if (count - 1 > (ulong)(Remaining / smallestItem) || count - 1 > (ulong)Array.MaxLength)
        {
            throw Damaged($"it claims {count - 1} items with {Remaining} bytes left");
        }

        return (int)(count - 1);
    }

    public void Bytes(scoped Span<byte> target)
    {
        if (target.Length > Remaining)
        {
            throw Truncated(target.Length);
        }

        while (target.Length > 0)
        {
            if (_position == _span.Length)
            {
                NextSegment(1);
            }

            var part = Math.Min(target.Length, _span.Length - _position);
            _span.Slice(_position, part).CopyTo(target);
            _position += part;
            target = target[part..];
        }
    }

    public void Block<T>(scoped Span<T> target)
    {
        var most = LargestChunk / Unsafe.SizeOf<T>();
        while (target.Length > 0)
        {
            var part = Math.Min(target.Length, most);
            ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(target));
            Bytes(MemoryMarshal.CreateSpan(ref first, part * Unsafe.SizeOf<T>()));
            target = target[part..];
        }
    }

    public string? Text()
    {
        var prefix = Varint();
        if (prefix == 0)
        {
            return null;
        }

        var length = (prefix - 1) >> 1;
        if (length > (ulong)Math.Min(Remaining, int.MaxValue))
        {
            throw Damaged($"it claims a text of {length} bytes with {Remaining} left");
        }

        return ((prefix - 1) & 1) == 0 ? Utf8Text((int)length) : Utf16Text((int)length);
    }

    /// <summary>The next bytes, in place when they lie together and copied otherwise.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (_span.Length - _position >= length)
        {
            _position += length;
            return _span.Slice(_position - length, length);
        }

        if (length > Remaining)
        {
            throw Truncated(length);
        }

        var copy = new byte[length];
        Bytes(copy);
        return copy;
    }

    public readonly void End()
    {
        if (Remaining > 0)
        {
            throw Damaged($"{Remaining} bytes are left over behind the value");
        }
    }

    /// <summary>The first characters of a long text of which only the beginning is given.</summary>
    public static string StartOfText(ReadOnlySpan<byte> start)
    {
        var reader = new WireReader(start);
        var isUtf8 = (reader.Varint() & 1) != 0;
        var bytes = reader.Take((int)reader.Remaining & ~1);
        return isUtf8 ? Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD') : new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    public static PayloadException Damaged(string reason) =>
        new($"The payload is damaged or of another type: {reason}. Read it with the type it was written with, or produce it again.");

    private static long AllowanceOf(long length) => (16 * length) + 4096;

    private static PayloadException Truncated(long wanted) => Damaged($"it ends early ({wanted} more bytes expected)");

    private string Utf8Text(int length)
    {
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (ArgumentException e)
        {
            throw new PayloadException(Damaged("a text is not valid UTF-8").Message, e);
        }
    }

    private string Utf16Text(int length)
    {
        if ((length & 1) != 0)
        {
            throw Damaged("a UTF-16 text has an odd length");
        }

        var text = new string('\0', length / 2);
        Bytes(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(text.AsSpan()), text.Length)));
        return text;
    }

    private T RawAcrossSegments<T>() where T : unmanaged
    {
        T value = default;
        Bytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    private void NextSegment(int wanted)
    {
        while (_later > 0)
        {
            _segments.TryGet(ref _next, out var memory);
            _span = memory.Span;
            _position = 0;
            _later -= _span.Length;
            if (_span.Length > 0)
            {
                return;
            }
        }

        throw Truncated(wanted);
    }
}
