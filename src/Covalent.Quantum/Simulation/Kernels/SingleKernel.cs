using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>One one-qubit operator in one pass over the tile.</summary>
internal static unsafe class SingleKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>The position is outside the register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across<TOperator>(KernelCall* call, TileSpan* span)
        where TOperator : struct, IQubitOperator<TOperator, TVector, TReal>
    {
        var qubitOperator = TOperator.Load((TReal*)call->Coefficients);
        nint bit = (nint)1 << (call->Low - TVector.LaneQubits);
        nint mask = bit - 1;
        nint step = bit * (2 << TVector.LaneQubits);
        var amplitudes = (TReal*)span->Amplitudes;
        nint to = span->To;
        for (nint group = span->From; group < to; group++)
        {
            nint index = ((group & ~mask) << 1) | (group & mask);
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            qubitOperator.Apply(TVector.Load(at), TVector.Load(at + step), out var zero, out var one);
            zero.Store(at);
            one.Store(at + step);
        }
    }

    /// <summary>The position is a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside<TOperator>(KernelCall* call, TileSpan* span)
        where TOperator : struct, ILaneOperator<TOperator, TVector, TReal>
    {
        var laneOperator = TOperator.Load((TReal*)call->Coefficients, call->Low, call->LowExchange);
        var end = (TReal*)span->Amplitudes + (span->To * (2 << TVector.LaneQubits));
        for (var at = (TReal*)span->Amplitudes + (span->From * (2 << TVector.LaneQubits)); at < end; at += 2 << TVector.LaneQubits)
        {
            laneOperator.Apply(TVector.Load(at)).Store(at);
        }
    }
}
