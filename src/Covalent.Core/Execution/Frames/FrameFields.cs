using System.Buffers.Binary;
using System.Text;

namespace Covalent.Core.Execution;

/// <summary>Reads the fields of one frame. Every length is checked.</summary>
internal ref struct FrameFields(ReadOnlyMemory<byte> contents)
{
    private readonly ReadOnlyMemory<byte> _contents = contents;

    // Of a frame that rests in a file: its small fields, which come before the large ones.
    private readonly ReadOnlyMemory<byte> _head = SpooledBytes.Head(contents);
    private int _position;

    public readonly int Remaining => _contents.Length - _position;

    public readonly ReadOnlyMemory<byte> Rest => _contents[_position..];

    public byte Byte() => Take(1).Span[0];

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8).Span);

    public int Int() => Varint() is var value and <= int.MaxValue ? (int)value : throw Damaged();

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

        throw Damaged();
    }

    public int Count(int bytesPerItem) => Int() is var count && count * (long)bytesPerItem <= Remaining ? count : throw Damaged();

    /// <summary>Bytes inside the frame's memory.</summary>
    public ReadOnlyMemory<byte> Bytes() => Take(Int());

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw Damaged();
        }

        var bytes = _position + count <= _head.Length ? _head.Slice(_position, count) : _contents.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private static CovalentException Damaged() => new("A frame between dispatcher and worker is damaged. The connection is given up.");
}
