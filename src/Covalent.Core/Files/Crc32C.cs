using System.Buffers.Binary;
using System.Numerics;

namespace Covalent.Core.Files;

/// <summary>The checksum that object stores tell and check: CRC-32C, big endian, in base 64.</summary>
internal struct Crc32C()
{
    private uint _state = uint.MaxValue;

    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var sum = new Crc32C();
            var buffer = new byte[1 << 18];
            while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var length)
            {
                sum.Add(buffer.AsSpan(0, length));
            }

            return sum.ToString();
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            _state = BitOperations.Crc32C(_state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            _state = BitOperations.Crc32C(_state, one);
        }
    }

    public override readonly string ToString()
    {
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(sum, ~_state);
        return Convert.ToBase64String(sum);
    }
}
