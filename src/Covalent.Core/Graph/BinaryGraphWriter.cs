using System.Buffers;
using System.Text;

namespace Covalent.Core.Graph;

/// <summary>Writes the little pieces of stored graphs.</summary>
internal readonly struct BinaryGraphWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Varint(ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    public void Int(int value) => Varint((uint)value);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Int(bytes.Length);
        output.Write(bytes);
    }

    public void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public void OptionalText(string? text)
    {
        Byte(text is null ? (byte)0 : (byte)1);
        if (text is not null)
        {
            Text(text);
        }
    }
}
