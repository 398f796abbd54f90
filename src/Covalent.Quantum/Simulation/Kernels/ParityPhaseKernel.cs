using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>exp(-i·θ/2·Z…Z): one of two phases by the parity of the masked bits. Coefficients: pairs of cos and of -i·sin.</summary>
internal static unsafe class ParityPhaseKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(KernelCall* call, TileSpan* span)
    {
        var coefficients = (TReal*)call->Coefficients;
        var cos = TVector.LoadPair(coefficients);
        var even = TVector.LoadPair(coefficients + 2);
        var odd = TVector.Zero - even;
        if ((BitOperations.PopCount(span->OuterBits & call->OuterSignMask) & 1) != 0)
        {
            (even, odd) = (odd, even);
        }

        for (int lane = 0; lane < TVector.LaneQubits; lane++)
        {
            if ((call->SignMask >> lane & 1) != 0)
            {
                var mask = TVector.LaneMask(1 << lane);
                (even, odd) = (TVector.Select(mask, odd, even), TVector.Select(mask, even, odd));
            }
        }

        ulong sign = call->SignMask >> TVector.LaneQubits;
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint index = span->From; index < span->To; index++)
        {
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            var value = TVector.Load(at);
            var sin = (BitOperations.PopCount((ulong)index & sign) & 1) != 0 ? odd : even;
            TVector.MultiplyAdd(value, cos, TVector.SwapParts(value) * sin).Store(at);
        }
    }
}
