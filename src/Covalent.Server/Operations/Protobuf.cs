using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Covalent.Server.Operations;

/// <summary>Writes protocol buffer fields, as much of the format as spans need.</summary>
internal sealed class Protobuf
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Text(int field, string value)
    {
        if (value.Length > 0)
        {
            Bytes(field, Encoding.UTF8.GetBytes(value));
        }
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((uint)field << 3) | 2);
        Varint((uint)value.Length);
        _bytes.Write(value);
    }

    public void Number(int field, long value)
    {
        Varint((uint)field << 3);
        Varint((ulong)value);
    }

    public void Fixed64(int field, ulong value)
    {
        Varint(((uint)field << 3) | 1);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    public void Double(int field, double value) => Fixed64(field, (ulong)BitConverter.DoubleToInt64Bits(value));

    /// <summary>A message within this one.</summary>
    public void Message(int field, Action<Protobuf> write)
    {
        var inner = new Protobuf();
        write(inner);
        Bytes(field, inner.Written.Span);
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[count++] = (byte)(value | 0x80);
        }

        bytes[count++] = (byte)value;
        _bytes.Write(bytes[..count]);
    }
}
