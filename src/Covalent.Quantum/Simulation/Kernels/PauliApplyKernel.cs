using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Adds a sum of Pauli words times a tile to another tile: target += sum of c·P·source.</summary>
internal static unsafe class PauliApplyKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private const int BlockBits = 6;

    /// <summary>Working memory: one block of diagonal factors, and a record per flipping word.</summary>
    public static int ScratchBytes(int flippingTerms) => ((1 << BlockBits) + (3 * flippingTerms) + 2) * (sizeof(TReal) * 2 << TVector.LaneQubits);

    /// <summary>With <paramref name="add"/> false the target is overwritten.</summary>
    public static void Apply(PauliTileTerms* terms, void* source, void* target, int tileQubits, ulong outerBits, void* scratch, bool add)
    {
        int reals = 2 << TVector.LaneQubits;
        int bits = Math.Min(BlockBits, tileQubits - TVector.LaneQubits);
        var factors = (TReal*)scratch;
        var words = factors + (reals << BlockBits);
        for (int index = 0; index < terms->FlippingCount; index++)
        {
            WriteWord(terms->Flipping + index, outerBits, words + (3 * index * reals));
        }

        nint blocks = (nint)1 << (tileQubits - TVector.LaneQubits - bits);
        for (nint block = 0; block < blocks; block++)
        {
            if (terms->DiagonalCount > 0)
            {
                Factors(terms, outerBits, (ulong)block, bits, factors);
            }

            ApplyBlock(terms, (TReal*)source, (TReal*)target, block << bits, 1 << bits, factors, words, add);
        }
    }

    /// <summary>Factor of even and odd parity, then the slot index of one flipping word.</summary>
    private static void WriteWord(PauliTileTerm* term, ulong outerBits, TReal* word)
    {
        int reals = 2 << TVector.LaneQubits;
        double coefficient = (BitOperations.PopCount(outerBits & term->OuterSigns) & 1) == 0 ? term->Coefficient : -term->Coefficient;
        int laneFlips = (int)(term->Flips & LaneBits);
        for (int lane = 0; lane < 1 << TVector.LaneQubits; lane++)
        {
            // The sign belongs to the amplitude that is read.
            double signed = (BitOperations.PopCount((ulong)(lane ^ laneFlips) & term->Signs) & 1) == 0 ? coefficient : -coefficient;

            // An odd word's coefficient already holds a factor i: -i·(a + ib) = b - ia, the parts swapped.
            double im = term->IsOdd != 0 ? -signed : signed;
            OperatorCoefficients.Pair(word + (2 * lane), signed, im);
            OperatorCoefficients.Pair(word + reals + (2 * lane), -signed, -im);
        }

        TVector.XorIndex((laneFlips << 1) | term->IsOdd).Store(word + (2 * reals));
    }

    /// <summary>Diagonal factors of a block: a Walsh-Hadamard transform of the coefficients.</summary>
    private static void Factors(PauliTileTerms* terms, ulong outerBits, ulong block, int bits, TReal* factors)
    {
        int reals = 2 << TVector.LaneQubits;
        new Span<TReal>(factors, reals << bits).Clear();
        for (int index = 0; index < terms->DiagonalCount; index++)
        {
            var term = terms->Diagonal + index;
            ulong signs = term->Signs >> TVector.LaneQubits;
            bool negative = ((BitOperations.PopCount(block & (signs >> bits)) + BitOperations.PopCount(outerBits & term->OuterSigns)) & 1) != 0;
            var at = factors + ((int)(signs & ((1UL << bits) - 1)) * reals);
            for (int lane = 0; lane < 1 << TVector.LaneQubits; lane++)
            {
                bool minus = negative ^ ((BitOperations.PopCount((ulong)lane & term->Signs & LaneBits) & 1) != 0);
                var value = TReal.CreateTruncating(minus ? -term->Coefficient : term->Coefficient);
                at[2 * lane] += value;
                at[(2 * lane) + 1] += value;
            }
        }

        PauliMeanKernel<TVector, TReal>.Transform(factors, bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyBlock(
        PauliTileTerms* terms, TReal* source, TReal* target, nint first, int count, TReal* factors, TReal* words, bool add)
    {
        int reals = 2 << TVector.LaneQubits;
        bool diagonal = terms->DiagonalCount > 0;
        for (nint at = first; at < first + count; at++)
        {
            var sum = add ? TVector.Load(target + (at * reals)) : TVector.Zero;
            if (diagonal)
            {
                sum = TVector.MultiplyAdd(TVector.Load(source + (at * reals)), TVector.Load(factors + ((at - first) * reals)), sum);
            }

            var word = words;
            for (int index = 0; index < terms->FlippingCount; index++, word += 3 * reals)
            {
                nint from = at ^ (nint)(terms->Flipping[index].Flips >> TVector.LaneQubits);
                int parity = BitOperations.PopCount((ulong)from & (terms->Flipping[index].Signs >> TVector.LaneQubits)) & 1;
                var moved = TVector.Permute(TVector.Load(source + (from * reals)), TVector.Load(word + (2 * reals)));
                sum = TVector.MultiplyAdd(moved, TVector.Load(word + (parity * reals)), sum);
            }

            sum.Store(target + (at * reals));
        }
    }

    private static ulong LaneBits => (1UL << TVector.LaneQubits) - 1;
}
