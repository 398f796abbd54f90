using System.Buffers;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Graph;

/// <summary>Writes the slot block of one node: per slot of its template the bytes of a constant, the id of a node, or a structure.</summary>
/// <remarks>
/// Format: slots follow each other without tags, since the template gives their kinds.
/// Constant: varint of (length × 2) and the value bytes (codec of the slot's type), or varint of (index × 2 + 1) into the graph's shared
/// constants, so that one large value used by many nodes is held and stored once. Node: varint id.
/// Structure: one tag byte (<see cref="StructureTag"/>), then: constant as above; node as above; list: varint count, items;
/// map: varint count, then pairs of key constant and item.
/// </remarks>
internal ref struct SlotWriter(ArrayBufferWriter<byte> output)
{
    private readonly ArrayBufferWriter<byte> _output = output;

    public readonly void Constant(ReadOnlySpan<byte> encoded)
    {
        Varint((ulong)encoded.Length << 1);
        _output.Write(encoded);
    }

    public readonly void SharedConstant(int index) => Varint(((ulong)(uint)index << 1) | 1);

    public readonly void Node(int id) => Varint((uint)id);

    public readonly void Tag(StructureTag tag)
    {
        _output.GetSpan(1)[0] = (byte)tag;
        _output.Advance(1);
    }

    public readonly void Count(int count) => Varint((uint)count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Varint(ulong value)
    {
        var span = _output.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _output.Advance(length);
    }
}

/// <summary>What follows in a structure slot. The numbers are stored; never renumber.</summary>
internal enum StructureTag : byte
{
    Constant = 0,
    Node = 1,
    List = 2,
    Map = 3,
}
