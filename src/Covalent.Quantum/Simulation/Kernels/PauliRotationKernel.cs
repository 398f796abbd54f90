using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// exp(-i·θ/2·P) for a Pauli word P in one pass. Coefficients: the pair of cos, then the pair that multiplies the partner
/// amplitude (already holding -i·sin·i^(number of Y); its exchange bit says whether the parts are swapped).
/// </summary>
internal static unsafe class PauliRotationKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>At least one X or Y outside the register; <see cref="KernelCall.High"/> is the highest of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across(KernelCall* call, TileSpan* span)
    {
        var rotation = new Factors(call, span);
        nint flip = (nint)(call->FlipMask >> TVector.LaneQubits);
        ulong sign = call->SignMask >> TVector.LaneQubits;
        int pivot = call->High - TVector.LaneQubits;
        nint below = ((nint)1 << pivot) - 1;
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint group = span->From; group < span->To; group++)
        {
            nint index = ((group & ~below) << 1) | (group & below);
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            var other = amplitudes + ((index ^ flip) * (2 << TVector.LaneQubits));
            var first = TVector.Load(at);
            var second = TVector.Load(other);

            // The sign belongs to the amplitude that is read: (P psi)[i] = sign(i ^ flip) psi[i ^ flip].
            rotation.Apply(first, second, IsOdd((ulong)(index ^ flip) & sign)).Store(at);
            rotation.Apply(second, first, IsOdd((ulong)index & sign)).Store(other);
        }
    }

    /// <summary>All X and Y are lanes, or there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside(KernelCall* call, TileSpan* span)
    {
        var rotation = new Factors(call, span);
        ulong sign = call->SignMask >> TVector.LaneQubits;
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint index = span->From; index < span->To; index++)
        {
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            var value = TVector.Load(at);
            rotation.Apply(value, value, IsOdd((ulong)index & sign)).Store(at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOdd(ulong bits) => (BitOperations.PopCount(bits) & 1) != 0;

    private readonly struct Factors
    {
        private readonly TVector _kept;
        private readonly TVector _even;
        private readonly TVector _odd;
        private readonly TVector _index;

        public Factors(KernelCall* call, TileSpan* span)
        {
            var coefficients = (TReal*)call->Coefficients;
            _kept = TVector.LoadPair(coefficients);
            _index = TVector.XorIndex(call->LowExchange);
            var plus = TVector.LoadPair(coefficients + 2);
            var minus = TVector.Zero - plus;
            var factor = IsOdd(span->OuterBits & call->OuterSignMask) ? minus : plus;
            var negated = TVector.Zero - factor;

            // The lane that is read decides the sign; it is the written lane with the flipped bits.
            int flip = call->LowExchange >> 1;
            for (int lane = 0; lane < TVector.LaneQubits; lane++)
            {
                if ((call->SignMask >> lane & 1) != 0)
                {
                    var mask = TVector.LaneMask(1 << lane);
                    (factor, negated) = (flip >> lane & 1) == 0
                        ? (TVector.Select(mask, negated, factor), TVector.Select(mask, factor, negated))
                        : (TVector.Select(mask, factor, negated), TVector.Select(mask, negated, factor));
                }
            }

            _even = factor;
            _odd = negated;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply(TVector value, TVector partner, bool odd) =>
            TVector.MultiplyAdd(TVector.Permute(partner, _index), odd ? _odd : _even, value * _kept);
    }
}
