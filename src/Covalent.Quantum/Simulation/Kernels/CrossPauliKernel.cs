using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Im⟨λ|X|ψ⟩, Im⟨λ|Y|ψ⟩ and Im⟨λ|Z|ψ⟩ for one qubit: the derivatives of any chain of rotations on it are mixtures of these.</summary>
internal readonly record struct CrossPaulis(double X, double Y, double Z);

/// <summary>Sums over two states at once, for gradients.</summary>
internal static unsafe class CrossPauliKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>The three sums for the qubit at a tile position.</summary>
    public static CrossPaulis OneQubit(void* bra, void* ket, int tileQubits, int position) => position < TVector.LaneQubits
        ? Inside((TReal*)bra, (TReal*)ket, tileQubits, position)
        : Across((TReal*)bra, (TReal*)ket, tileQubits, position);

    /// <summary>Sum of conj(bra)·ket, real part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(void* bra, void* ket, nint amplitudes)
    {
        int reals = 2 << TVector.LaneQubits;
        TVector even = TVector.Zero, odd = TVector.Zero;
        nint end = 2 * amplitudes;
        for (nint at = 0; at < end; at += 2 * reals)
        {
            even = TVector.MultiplyAdd(TVector.Load((TReal*)bra + at), TVector.Load((TReal*)ket + at), even);
            if (at + reals < end)
            {
                odd = TVector.MultiplyAdd(TVector.Load((TReal*)bra + at + reals), TVector.Load((TReal*)ket + at + reals), odd);
            }
        }

        return TVector.Sum(even) + TVector.Sum(odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CrossPaulis Across(TReal* bra, TReal* ket, int tileQubits, int position)
    {
        nint bit = (nint)1 << (position - TVector.LaneQubits);
        nint mask = bit - 1;
        nint step = bit * (2 << TVector.LaneQubits);
        nint count = (nint)1 << (tileQubits - TVector.LaneQubits - 1);
        TVector x0 = TVector.Zero, x1 = TVector.Zero, y0 = TVector.Zero, y1 = TVector.Zero, z0 = TVector.Zero, z1 = TVector.Zero;
        for (nint group = 0; group < count; group++)
        {
            nint at = (((group & ~mask) << 1) | (group & mask)) * (2 << TVector.LaneQubits);
            var (ketZero, ketOne) = (TVector.Load(ket + at), TVector.Load(ket + at + step));
            var (braZero, braOne) = (TVector.Load(bra + at), TVector.Load(bra + at + step));
            var (swappedZero, swappedOne) = (TVector.SwapParts(ketZero), TVector.SwapParts(ketOne));
            x0 = TVector.MultiplyAdd(braZero, swappedOne, x0);
            x1 = TVector.MultiplyAdd(braOne, swappedZero, x1);
            y0 = TVector.MultiplyAdd(braOne, ketZero, y0);
            y1 = TVector.MultiplyAdd(braZero, ketOne, y1);
            z0 = TVector.MultiplyAdd(braZero, swappedZero, z0);
            z1 = TVector.MultiplyAdd(braOne, swappedOne, z1);
        }

        return SumsAcross(x0 + x1, y0 - y1, z0 - z1);
    }

    internal static CrossPaulis SumsAcross(TVector x, TVector y, TVector z) => new(
        PauliMeanKernel<TVector, TReal>.Total(x, 0, odd: true),
        PauliMeanKernel<TVector, TReal>.Total(y, 0, odd: false),
        PauliMeanKernel<TVector, TReal>.Total(z, 0, odd: true));

    internal static CrossPaulis SumsInside(TVector x, TVector y, TVector z, int lane) => new(
        PauliMeanKernel<TVector, TReal>.Total(x, 0, odd: true),
        -PauliMeanKernel<TVector, TReal>.Total(y, 1 << lane, odd: false),
        PauliMeanKernel<TVector, TReal>.Total(z, 1 << lane, odd: true));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CrossPaulis Inside(TReal* bra, TReal* ket, int tileQubits, int position)
    {
        int reals = 2 << TVector.LaneQubits;
        var flip = TVector.XorIndex(2 << position);
        TVector x = TVector.Zero, y = TVector.Zero, z = TVector.Zero;
        nint end = (nint)2 << tileQubits;
        for (nint at = 0; at < end; at += reals)
        {
            var value = TVector.Load(ket + at);
            var other = TVector.Permute(value, flip);
            var own = TVector.Load(bra + at);
            x = TVector.MultiplyAdd(own, TVector.SwapParts(other), x);
            y = TVector.MultiplyAdd(own, other, y);
            z = TVector.MultiplyAdd(own, TVector.SwapParts(value), z);
        }

        return SumsInside(x, y, z, position);
    }

    /// <summary>
    /// Im⟨λ|i^y·X^flips·Z^signs·Π|ψ⟩ for a Pauli word of <paramref name="term"/> under a projector Π on control bits inside the tile. Works
    /// amplitude by amplitude: these are the rare gates.
    /// </summary>
    public static double Word(PauliTileTerm* term, ulong controls, ulong values, void* bra, void* ket, int tileQubits)
    {
        double sum = 0;
        for (ulong index = 0; index < 1UL << tileQubits; index++)
        {
            if ((index & controls) != values)
            {
                continue;
            }

            var from = (TReal*)ket + (2 * (nint)index);
            var to = (TReal*)bra + (2 * (nint)(index ^ term->Flips));
            var product = term->IsOdd != 0
                ? -((to[0] * from[0]) + (to[1] * from[1]))
                : (to[0] * from[1]) - (to[1] * from[0]);
            double value = double.CreateTruncating(product);
            sum += (BitOperations.PopCount(index & term->Signs) & 1) == 0 ? value : -value;
        }

        return term->Coefficient * sum;
    }

    /// <summary>
    /// Adds sum over entries (r, c) of conj(bra[r])·matrix[r, c]·ket[c], real part, over all groups of some tile positions.
    /// </summary>
    public static double Matrix(
        ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix, ulong controls, ulong values, void* bra, void* ket, int tileQubits)
    {
        int size = 1 << positions.Length;
        Span<nint> offsets = stackalloc nint[size];
        ulong mask = controls;
        for (int bit = 0; bit < positions.Length; bit++)
        {
            mask |= 1UL << positions[bit];
            for (int entry = 0; entry < size; entry++)
            {
                offsets[entry] |= (nint)(entry >> bit & 1) << positions[bit];
            }
        }

        var total = Complex.Zero;
        for (ulong group = 0; group < 1UL << (tileQubits - BitOperations.PopCount(mask)); group++)
        {
            nint start = (nint)(BitInsertion.Spread(group, mask) | values);
            for (int row = 0; row < size; row++)
            {
                var left = At((TReal*)bra, start | offsets[row]);
                var sum = Complex.Zero;
                for (int column = 0; column < size; column++)
                {
                    sum += matrix[(row * size) + column] * At((TReal*)ket, start | offsets[column]);
                }

                total += Complex.Conjugate(left) * sum;
            }
        }

        return total.Real;
    }

    private static Complex At(TReal* amplitudes, nint index) =>
        new(double.CreateTruncating(amplitudes[2 * index]), double.CreateTruncating(amplitudes[(2 * index) + 1]));
}
