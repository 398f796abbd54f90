using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>Where the wires of a gate sit in the index of a register: gathers and scatters their bits, and knows the controls.</summary>
internal sealed class BitLayout
{
    private readonly int[] shifts;

    private readonly long targetMask;

    private readonly long controlMask;

    private readonly long controlPattern;

    private readonly long size;

    /// <summary>Positions in the gate's order; the first <paramref name="controlValues"/>.Length of them are controls.</summary>
    public BitLayout(int qubits, ReadOnlySpan<int> positions, bool[] controlValues)
    {
        size = 1L << qubits;
        for (var i = 0; i < controlValues.Length; i++)
        {
            var bit = 1L << (qubits - 1 - positions[i]);
            controlMask |= bit;
            controlPattern |= controlValues[i] ? bit : 0;
        }

        shifts = new int[positions.Length - controlValues.Length];
        for (var i = 0; i < shifts.Length; i++)
        {
            shifts[i] = qubits - 1 - positions[controlValues.Length + i];
            targetMask |= 1L << shifts[i];
        }
    }

    public bool ControlsHold(long index) => (index & controlMask) == controlPattern;

    /// <summary>The targets' bits of an index, first target most significant.</summary>
    public int Gather(long index)
    {
        var bits = 0;
        foreach (var shift in shifts)
        {
            bits = (bits << 1) | (int)((index >> shift) & 1);
        }

        return bits;
    }

    /// <summary>The index whose targets' bits are given and whose other bits are 0.</summary>
    public long Scatter(int bits)
    {
        var index = 0L;
        for (var i = shifts.Length - 1; i >= 0; i--)
        {
            index |= (long)(bits & 1) << shifts[i];
            bits >>= 1;
        }

        return index;
    }

    /// <summary>The indices with the controls' pattern whose targets' bits are 0.</summary>
    public IEnumerable<long> RestIndices()
    {
        for (var index = 0L; index < size; index++)
        {
            if ((index & targetMask) == 0 && ControlsHold(index))
            {
                yield return index;
            }
        }
    }

    /// <summary>The reduced density matrix of the targets: the partial trace over all other qubits of the density matrix whose entries are given by row and column.</summary>
    public SquareMatrix PartialTrace(Func<long, long, Complex> entry)
    {
        var result = new SquareMatrix(1 << shifts.Length);
        foreach (var rest in RestIndices())
        {
            for (var row = 0; row < result.Size; row++)
            {
                for (var column = 0; column < result.Size; column++)
                {
                    result[row, column] += entry(rest | Scatter(row), rest | Scatter(column));
                }
            }
        }

        return result;
    }

    /// <summary>The bits of the targets for a Pauli word: where it has X or Y, and where it has Z or Y.</summary>
    public (ulong XMask, ulong ZMask) Masks(string word)
    {
        var (x, z) = (0UL, 0UL);
        for (var i = 0; i < word.Length; i++)
        {
            x |= word[i] is 'X' or 'Y' ? 1UL << shifts[i] : 0;
            z |= word[i] is 'Z' or 'Y' ? 1UL << shifts[i] : 0;
        }

        return (x, z);
    }
}
