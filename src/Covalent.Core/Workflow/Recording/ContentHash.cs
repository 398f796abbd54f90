using System.Numerics;
using System.Runtime.InteropServices;

namespace Covalent.Core.Recording;

/// <summary>A quick hash of large values. Only narrows the search; equality is checked byte by byte.</summary>
internal static class ContentHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = (ulong)bytes.Length, b = Prime, c = 0, d = ~0UL;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.RotateLeft(a ^ words[i], 27) * Prime;
            b = BitOperations.RotateLeft(b ^ words[i + 1], 27) * Prime;
            c = BitOperations.RotateLeft(c ^ words[i + 2], 27) * Prime;
            d = BitOperations.RotateLeft(d ^ words[i + 3], 27) * Prime;
        }

        foreach (var rest in bytes[(i * sizeof(ulong))..])
        {
            a = (a ^ rest) * Prime;
        }

        return a ^ BitOperations.RotateLeft(b, 13) ^ BitOperations.RotateLeft(c, 29) ^ BitOperations.RotateLeft(d, 47);
    }
}
