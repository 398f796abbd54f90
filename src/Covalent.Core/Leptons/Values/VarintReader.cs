using System.Buffers;

namespace Covalent.Core.Leptons;

/// <summary>The variable-length numbers of payload bodies.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public ulong Next()
    {
        ulong value = 0;
        for (var shift = 0; Position < _bytes.Length && shift < 64; shift += 7)
        {
            var part = _bytes[Position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new PayloadException("A payload is damaged: a number in it does not end. Run the task that made it again.");
    }

    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        while (value >= 0x80)
        {
            output.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        output.Write([(byte)value]);
    }
}
