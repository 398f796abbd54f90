namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>Moves chosen bits of an index to new places: result bit i is index bit source[i]. Low index bits go through a table.</summary>
internal sealed class BitMap
{
    public const int TableBits = 10;

    private readonly ulong[] _table = new ulong[1 << TableBits];
    private readonly int[] _sources;

    public BitMap(ReadOnlySpan<int> sources)
    {
        _sources = sources.ToArray();
        for (int bit = 0; bit < TableBits; bit++)
        {
            // Entries with this highest bit are those below it, and what the bit adds.
            ulong own = Slow(1UL << bit);
            for (int index = 0; index < 1 << bit; index++)
            {
                _table[index | (1 << bit)] = _table[index] | own;
            }
        }
    }

    /// <summary>Results of the lowest <see cref="TableBits"/> index bits.</summary>
    public ReadOnlySpan<ulong> Table => _table;

    public ulong this[ulong index] => _table[index & ((1 << TableBits) - 1)] | Slow(index >> TableBits << TableBits);

    private ulong Slow(ulong index)
    {
        ulong result = 0;
        for (int bit = 0; index != 0 && bit < _sources.Length; bit++)
        {
            result |= (index >> _sources[bit] & 1) << bit;
        }

        return result;
    }
}
