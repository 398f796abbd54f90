using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Sum of coefficient · ⟨ψ|P|ψ⟩ over Pauli words, for the amplitudes of one tile. No copy of the state, no rotation.</summary>
internal static unsafe class PauliMeanKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    // 2^6 registers of probabilities are transformed together.
    private const int BlockBits = 6;

    /// <summary>Working memory: one block of registers and one accumulator per diagonal word.</summary>
    public static int ScratchBytes(int diagonalTerms) => ((1 << BlockBits) + diagonalTerms + 2) * (sizeof(TReal) * 2 << TVector.LaneQubits);

    public static double Evaluate(PauliTileTerms* terms, void* tile, int tileQubits, ulong outerBits, void* scratch)
    {
        double sum = 0;
        if (terms->DiagonalCount > 0)
        {
            Diagonal(terms, null, (TReal*)tile, tileQubits, (TReal*)scratch);
            for (int index = 0; index < terms->DiagonalCount; index++)
            {
                sum += terms->Diagonal[index].Coefficient * DiagonalSum(terms, index, outerBits, (TReal*)scratch, odd: false);
            }
        }

        var signs = (TReal*)scratch;
        OperatorCoefficients.Pair(signs, 1, 1);
        OperatorCoefficients.Pair(signs + 2, -1, -1);
        for (int index = 0; index < terms->FlippingCount; index++)
        {
            var term = terms->Flipping + index;
            double mean = Flipping(term, (TReal*)tile, tileQubits, signs);
            sum += Sign(outerBits & term->OuterSigns) * term->Coefficient * mean;
        }

        return sum;
    }

    private static double Flipping(PauliTileTerm* term, TReal* tile, int tileQubits, TReal* signs)
    {
        ulong across = term->Flips >> TVector.LaneQubits;
        var sum = across < 4 ? FlippingNear(term, tile, tileQubits, signs)
            : (term->IsOdd != 0, (term->Flips & LaneBits) != 0) switch
            {
                (false, false) => FlippingFar<False, False>(term, tile, tileQubits, signs),
                (false, true) => FlippingFar<False, True>(term, tile, tileQubits, signs),
                (true, false) => FlippingFar<True, False>(term, tile, tileQubits, signs),
                _ => FlippingFar<True, True>(term, tile, tileQubits, signs),
            };
        return Total(sum, (int)(term->Signs & LaneBits), term->IsOdd != 0);
    }

    /// <summary>The highest flip is beyond four neighbouring registers: these share one sign and are summed side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector FlippingFar<TOdd, TLanes>(PauliTileTerm* term, TReal* tile, int tileQubits, TReal* signs)
        where TOdd : struct, IFlag
        where TLanes : struct, IFlag
    {
        var index = TVector.XorIndex((int)(term->Flips & LaneBits) << 1);
        nint flips = (nint)(term->Flips >> TVector.LaneQubits);
        ulong signMask = term->Signs >> TVector.LaneQubits;
        nint below = ((nint)1 << (BitOperations.Log2((ulong)flips) - 2)) - 1;
        nint count = (nint)1 << (tileQubits - TVector.LaneQubits - 3);
        nint step1 = (flips & 3) ^ 1, step2 = (flips & 3) ^ 2, step3 = (flips & 3) ^ 3, step0 = flips & 3;
        int reals = 2 << TVector.LaneQubits;
        TVector sum0 = TVector.Zero, sum1 = TVector.Zero, sum2 = TVector.Zero, sum3 = TVector.Zero;
        for (nint group = 0; group < count; group++)
        {
            nint at = (((group & ~below) << 1) | (group & below)) << 2;
            var sign = SignOf((ulong)at & signMask, signs);
            var own = tile + (at * reals);
            var other = tile + (((at ^ flips) & ~(nint)3) * reals);
            sum0 = Add<TOdd, TLanes>(own, other + (step0 * reals), index, sign, sum0);
            sum1 = Add<TOdd, TLanes>(own + reals, other + (step1 * reals), index, sign, sum1);
            sum2 = Add<TOdd, TLanes>(own + (2 * reals), other + (step2 * reals), index, sign, sum2);
            sum3 = Add<TOdd, TLanes>(own + (3 * reals), other + (step3 * reals), index, sign, sum3);
        }

        // Signs among the four neighbours were left out. Every pair was visited once and stands for its mirror image too.
        var sum = (sum0 + (sum1 * SignOf(1 & signMask, signs))) + ((sum2 * SignOf(2 & signMask, signs)) + (sum3 * SignOf(3 & signMask, signs)));
        return sum + sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add<TOdd, TLanes>(TReal* own, TReal* other, TVector index, TVector sign, TVector sum)
        where TOdd : struct, IFlag
        where TLanes : struct, IFlag
    {
        var value = TVector.Load(own) * sign;
        var partner = TVector.Load(other);
        return TVector.MultiplyAdd(TOdd.IsSet ? TVector.SwapParts(value) : value, TLanes.IsSet ? TVector.Permute(partner, index) : partner, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector FlippingNear(PauliTileTerm* term, TReal* tile, int tileQubits, TReal* signs)
    {
        var index = TVector.XorIndex((int)(term->Flips & LaneBits) << 1);
        nint flips = (nint)(term->Flips >> TVector.LaneQubits);
        ulong signMask = term->Signs >> TVector.LaneQubits;
        nint count = (nint)1 << (tileQubits - TVector.LaneQubits);
        bool odd = term->IsOdd != 0;
        var sum = TVector.Zero;
        for (nint at = 0; at < count; at++)
        {
            var value = TVector.Load(tile + (at * (2 << TVector.LaneQubits)));
            var partner = TVector.Permute(TVector.Load(tile + ((at ^ flips) * (2 << TVector.LaneQubits))), index);
            value = odd ? TVector.SwapParts(value) : value;
            sum = TVector.MultiplyAdd(value * SignOf((ulong)at & signMask, signs), partner, sum);
        }

        return sum;
    }

    /// <summary>Im⟨bra|P|ket⟩ of every Z word, added to <paramref name="results"/>.</summary>
    public static void CrossDiagonal(PauliTileTerms* terms, void* bra, void* ket, int tileQubits, ulong outerBits, void* scratch, double* results)
    {
        Diagonal(terms, (TReal*)bra, (TReal*)ket, tileQubits, (TReal*)scratch);
        for (int index = 0; index < terms->DiagonalCount; index++)
        {
            results[index] += DiagonalSum(terms, index, outerBits, (TReal*)scratch, odd: true);
        }
    }

    /// <summary>
    /// Sums for all Z words together: a short Walsh-Hadamard transform over blocks of products holds the signed sums for every
    /// possible word, so each word costs one addition per block. Without a bra the products are probabilities.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Diagonal(PauliTileTerms* terms, TReal* bra, TReal* ket, int tileQubits, TReal* scratch)
    {
        int reals = 2 << TVector.LaneQubits;
        int bits = Math.Min(BlockBits, tileQubits - TVector.LaneQubits);
        var block = scratch;
        var sums = scratch + (reals << BlockBits);
        new Span<TReal>(sums, terms->DiagonalCount * reals).Clear();
        nint blocks = (nint)1 << (tileQubits - TVector.LaneQubits - bits);
        for (nint number = 0; number < blocks; number++)
        {
            nint start = (number << bits) * reals;
            if (bra == null)
            {
                Probabilities(ket + start, block, bits);
            }
            else
            {
                Products(bra + start, ket + start, block, bits);
            }

            Transform(block, bits);
            AddSpectrum(terms, block, bits, (ulong)number, sums);
        }
    }

    private static double DiagonalSum(PauliTileTerms* terms, int index, ulong outerBits, TReal* scratch, bool odd)
    {
        int reals = 2 << TVector.LaneQubits;
        var term = terms->Diagonal + index;
        var sum = TVector.Load(scratch + (reals << BlockBits) + (index * reals));
        return Sign(outerBits & term->OuterSigns) * Total(sum, (int)(term->Signs & LaneBits), odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Probabilities(TReal* amplitudes, TReal* block, int bits)
    {
        int reals = 2 << TVector.LaneQubits;
        for (int at = 0; at < reals << bits; at += reals)
        {
            var value = TVector.Load(amplitudes + at);
            (value * value).Store(block + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Products(TReal* bra, TReal* ket, TReal* block, int bits)
    {
        int reals = 2 << TVector.LaneQubits;
        for (int at = 0; at < reals << bits; at += reals)
        {
            (TVector.Load(bra + at) * TVector.SwapParts(TVector.Load(ket + at))).Store(block + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Transform(TReal* block, int bits)
    {
        int reals = 2 << TVector.LaneQubits;
        for (int bit = 0; bit < bits; bit++)
        {
            int step = reals << bit;
            for (int start = 0; start < reals << bits; start += 2 * step)
            {
                for (int at = start; at < start + step; at += reals)
                {
                    var zero = TVector.Load(block + at);
                    var one = TVector.Load(block + at + step);
                    (zero + one).Store(block + at);
                    (zero - one).Store(block + at + step);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSpectrum(PauliTileTerms* terms, TReal* block, int bits, ulong number, TReal* sums)
    {
        int reals = 2 << TVector.LaneQubits;
        for (int index = 0; index < terms->DiagonalCount; index++)
        {
            ulong signs = terms->Diagonal[index].Signs >> TVector.LaneQubits;
            var value = TVector.Load(block + ((int)(signs & ((1UL << bits) - 1)) * reals));
            var sum = TVector.Load(sums + (index * reals));
            bool negative = (BitOperations.PopCount(number & (signs >> bits)) & 1) != 0;
            (negative ? sum - value : sum + value).Store(sums + (index * reals));
        }
    }

    private static ulong LaneBits => (1UL << TVector.LaneQubits) - 1;

    /// <summary>Adds the lanes with the signs of the word; imaginary means take the difference of the parts.</summary>
    internal static double Total(TVector value, int laneSigns, bool odd)
    {
        var reals = stackalloc TReal[2 << TVector.LaneQubits];
        value.Store(reals);
        double total = 0;
        for (int lane = 0; lane < 1 << TVector.LaneQubits; lane++)
        {
            double re = double.CreateTruncating(reals[2 * lane]), im = double.CreateTruncating(reals[(2 * lane) + 1]);
            total += Sign((ulong)(lane & laneSigns)) * (odd ? re - im : re + im);
        }

        return total;
    }

    private static double Sign(ulong bits) => (BitOperations.PopCount(bits) & 1) == 0 ? 1 : -1;

    /// <summary>+1 or -1 by parity, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SignOf(ulong bits, TReal* signs) => TVector.LoadPair(signs + (2 * (BitOperations.PopCount(bits) & 1)));
}

/// <summary>A truth value as a type, so that the JIT removes the branch.</summary>
internal interface IFlag
{
    static abstract bool IsSet { get; }
}

/// <summary>Yes.</summary>
internal readonly struct True : IFlag
{
    public static bool IsSet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }
}

/// <summary>No.</summary>
internal readonly struct False : IFlag
{
    public static bool IsSet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }
}
