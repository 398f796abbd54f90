namespace Covalent.Quantum.Numerics;

/// <summary>Basis states as bits, indices and text; the first bit is the most significant.</summary>
internal static class BitText
{
    public static int IndexOf(IReadOnlyList<int> bits)
    {
        var index = 0;
        foreach (var bit in bits)
        {
            index = bit is 0 or 1
                ? (index << 1) | bit
                : throw new ArgumentException($"A basis state contains {bit}; its entries must be 0 or 1.", nameof(bits));
        }

        return index;
    }

    public static string Of(ulong index, int bits) =>
        string.Create(bits, index, static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = (char)('0' + (int)(value & 1));
                value >>= 1;
            }
        });
}
