using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Covalent.Core.Serialization;

/// <summary>Writes the binary form into a buffer writer. Little endian; lengths are varints. <see cref="Flush"/> must be called at the end.</summary>
internal ref struct WireWriter
{
    private const int LargestChunk = 1 << 30;
    private const int LargestShortText = 1024;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    public WireWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _span = output.GetSpan();
    }

    /// <summary>Levels of objects being written right now.</summary>
    public int Depth { get; private set; }

    public void Enter() => Depth = WireDepth.Next(Depth, writing: true);

    public void Leave() => Depth--;

    public void Byte(byte value)
    {
        Reserve(1);
        _span[_used++] = value;
    }

    public void Raw<T>(T value) where T : unmanaged
    {
        Reserve(Unsafe.SizeOf<T>());
        Unsafe.WriteUnaligned(ref _span[_used], value);
        _used += Unsafe.SizeOf<T>();
    }

    public void Varint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _span[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _span[_used++] = (byte)value;
    }

    /// <summary>A count of items, with 0 kept for null.</summary>
    public void Count(long count) => Varint((ulong)count + 1);

    public void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == _span.Length)
            {
                Renew(Math.Min(bytes.Length, LargestChunk));
            }

            var part = Math.Min(bytes.Length, _span.Length - _used);
            bytes[..part].CopyTo(_span[_used..]);
            _used += part;
            bytes = bytes[part..];
        }
    }

    /// <summary>Items as they lie in memory; more than 2 GB of them too.</summary>
    public void Block<T>(scoped ReadOnlySpan<T> items)
    {
        var most = LargestChunk / Unsafe.SizeOf<T>();
        while (items.Length > 0)
        {
            var part = Math.Min(items.Length, most);
            ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items));
            Bytes(MemoryMarshal.CreateReadOnlySpan(ref first, part * Unsafe.SizeOf<T>()));
            items = items[part..];
        }
    }

    /// <summary>Text: UTF-8, or UTF-16 where it holds lone surrogates. 0 is null; otherwise (bytes × 2 + 1 if UTF-16) + 1.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Byte(0);
        }
        else if (text.Length <= LargestShortText)
        {
            ShortText(text);
        }
        else
        {
            LongText(text);
        }
    }

    public void Flush()
    {
        if (_used > 0)
        {
            _output.Advance(_used);
        }

        _span = default;
        _used = 0;
    }

    private void ShortText(string text)
    {
        Reserve(4 + (3 * text.Length));
        // The prefix is one byte for nearly all short texts: write behind it, and move only when it needs two.
        var target = _span[(_used + 1)..];
        if (Utf8.FromUtf16(text, target, out _, out var bytes, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            Utf16Text(text);
            return;
        }

        var prefix = ((uint)bytes << 1) + 1;
        if (prefix < 0x80)
        {
            _span[_used] = (byte)prefix;
            _used += 1 + bytes;
            return;
        }

        target[..bytes].CopyTo(target[1..]);
        Varint(prefix);
        _used += bytes;
    }

    private void LongText(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (!IsValid(text))
        {
            Utf16Text(text);
            return;
        }

        Varint(((ulong)bytes << 1) + 1);
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            Reserve(Math.Min(3 * LargestShortText, (3 * rest.Length) + 3));
            Utf8.FromUtf16(rest, _span[_used..], out var read, out var written, replaceInvalidSequences: false);
            rest = rest[read..];
            _used += written;
        }
    }

    private static bool IsValid(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (System.Text.Rune.DecodeFromUtf16(text[at..], out _, out var used) != OperationStatus.Done)
            {
                return false;
            }

            text = text[(at + used)..];
        }

        return true;
    }

    private void Utf16Text(string text)
    {
        Varint((((ulong)text.Length * 2) << 1) + 2);
        Bytes(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private void Reserve(int size)
    {
        if (_span.Length - _used < size)
        {
            Renew(size);
        }
    }

    private void Renew(int size)
    {
        if (_used > 0)
        {
            _output.Advance(_used);
        }

        _span = _output.GetSpan(size);
        _used = 0;
    }
}
