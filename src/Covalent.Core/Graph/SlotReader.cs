namespace Covalent.Core.Graph;

/// <summary>Reads a slot block written by <see cref="SlotWriter"/>. Every length is checked against what is there.</summary>
internal ref struct SlotReader(ReadOnlySpan<byte> block, IReadOnlyList<ReadOnlyMemory<byte>> shared)
{
    private ReadOnlySpan<byte> _rest = block;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public ReadOnlySpan<byte> Constant()
    {
        var header = Varint();
        if ((header & 1) == 1)
        {
            return header >> 1 < (ulong)shared.Count
                ? shared[(int)(header >> 1)].Span
                : throw Damaged($"shared constant {header >> 1} does not exist");
        }

        var length = header >> 1;
        if (length > (ulong)_rest.Length)
        {
            throw Damaged($"a constant claims {length} bytes where {_rest.Length} are left");
        }

        var bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    public int Node() => Bounded("node id");

    public int Count()
    {
        var count = Bounded("count");
        return count <= _rest.Length ? count : throw Damaged($"a list claims {count} items where {_rest.Length} bytes are left");
    }

    public StructureTag Tag()
    {
        if (_rest.IsEmpty || _rest[0] > (byte)StructureTag.Map)
        {
            throw Damaged("a structure tag is missing or unknown");
        }

        var tag = (StructureTag)_rest[0];
        _rest = _rest[1..];
        return tag;
    }

    private int Bounded(string what)
    {
        var value = Varint();
        return value <= int.MaxValue ? (int)value : throw Damaged($"a {what} is out of range");
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            var part = _rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Damaged("a number is cut off");
    }

    private static CovalentException Damaged(string what) =>
        new($"The arguments of a node are damaged: {what}. The stored graph or the package was altered; dispatch again.");
}
