using System.Text;

namespace Covalent.Core.Graph;

/// <summary>Reads the little pieces of stored graphs; every length is checked, so damaged bytes end in one clear error.</summary>
internal ref struct BinaryGraphReader(ReadOnlyMemory<byte> source)
{
    private readonly ReadOnlyMemory<byte> _source = source;
    private int _position;

    public readonly int Remaining => _source.Length - _position;

    public byte Byte()
    {
        if (Remaining < 1)
        {
            throw Damaged("it is cut off");
        }

        return _source.Span[_position++];
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number is too long");
    }

    /// <summary>A number of things of which each takes at least the given bytes, so that a lie cannot make us allocate.</summary>
    public int Count(int bytesPerItem)
    {
        var count = Varint();
        return count * (ulong)bytesPerItem <= (ulong)Remaining && count <= int.MaxValue
            ? (int)count
            : throw Damaged($"it claims {count} items where {Remaining} bytes are left");
    }

    public int Int() => Varint() is var value and <= int.MaxValue ? (int)value : throw Damaged("a number is out of range");

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Count(1);
        var bytes = _source.Slice(_position, length);
        _position += length;
        return bytes;
    }

    public string Text()
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(Bytes().Span);
        }
        catch (DecoderFallbackException)
        {
            throw Damaged("a text is not UTF-8");
        }
    }

    public string? OptionalText() => Byte() switch
    {
        0 => null,
        1 => Text(),
        _ => throw Damaged("a mark is neither 0 nor 1"),
    };

    public static CovalentException Damaged(string what) =>
        new($"A stored graph is damaged: {what}. The store or the package was altered or cut off; dispatch the workflow again.");
}
