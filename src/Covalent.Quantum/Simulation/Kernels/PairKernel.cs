using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Two one-qubit operators and the two-qubit gate that follows them, in a single pass over the tile.</summary>
internal static unsafe class PairKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Both positions outside the register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across<TLow, THigh, TLink>(KernelCall* call, TileSpan* span)
        where TLow : struct, IQubitOperator<TLow, TVector, TReal>
        where THigh : struct, IQubitOperator<THigh, TVector, TReal>
        where TLink : struct, IPairLink<TLink, TVector, TReal>
    {
        var coefficients = (TReal*)call->Coefficients;
        var lowOperator = TLow.Load(coefficients);
        var highOperator = THigh.Load(coefficients + OperatorCoefficients.Length);
        var link = TLink.Load(coefficients + (2 * OperatorCoefficients.Length), -1, -1);
        nint lowBit = (nint)1 << (call->Low - TVector.LaneQubits);
        nint highBit = (nint)1 << (call->High - TVector.LaneQubits);
        nint lowMask = lowBit - 1, highMask = highBit - 1;
        nint lowStep = lowBit * (2 << TVector.LaneQubits), highStep = highBit * (2 << TVector.LaneQubits);
        var amplitudes = (TReal*)span->Amplitudes;
        nint to = span->To;
        for (nint group = span->From; group < to; group++)
        {
            nint index = ((group & ~lowMask) << 1) | (group & lowMask);
            index = ((index & ~highMask) << 1) | (index & highMask);
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            lowOperator.Apply(TVector.Load(at), TVector.Load(at + lowStep), out var none, out var low);
            lowOperator.Apply(TVector.Load(at + highStep), TVector.Load(at + highStep + lowStep), out var high, out var both);
            highOperator.Apply(none, high, out none, out high);
            highOperator.Apply(low, both, out low, out both);
            link.Across(ref low, ref high, ref both);
            none.Store(at);
            low.Store(at + lowStep);
            high.Store(at + highStep);
            both.Store(at + highStep + lowStep);
        }
    }

    /// <summary>The lower position is a lane, the upper one is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mixed<TLow, THigh, TLink>(KernelCall* call, TileSpan* span)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal>
        where THigh : struct, IQubitOperator<THigh, TVector, TReal>
        where TLink : struct, IPairLink<TLink, TVector, TReal>
    {
        var coefficients = (TReal*)call->Coefficients;
        var lowOperator = TLow.Load(coefficients, call->Low, call->LowExchange);
        var highOperator = THigh.Load(coefficients + OperatorCoefficients.Length);
        var link = TLink.Load(coefficients + (2 * OperatorCoefficients.Length), call->Low, -1);
        nint highBit = (nint)1 << (call->High - TVector.LaneQubits);
        nint highMask = highBit - 1;
        nint highStep = highBit * (2 << TVector.LaneQubits);
        var amplitudes = (TReal*)span->Amplitudes;
        nint to = span->To;
        for (nint group = span->From; group < to; group++)
        {
            nint index = ((group & ~highMask) << 1) | (group & highMask);
            var at = amplitudes + (index * (2 << TVector.LaneQubits));
            var zero = lowOperator.Apply(TVector.Load(at));
            var one = lowOperator.Apply(TVector.Load(at + highStep));
            highOperator.Apply(zero, one, out zero, out one);
            link.Mixed(ref zero, ref one);
            zero.Store(at);
            one.Store(at + highStep);
        }
    }

    /// <summary>Both positions are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside<TLow, THigh, TLink>(KernelCall* call, TileSpan* span)
        where TLow : struct, ILaneOperator<TLow, TVector, TReal>
        where THigh : struct, ILaneOperator<THigh, TVector, TReal>
        where TLink : struct, IPairLink<TLink, TVector, TReal>
    {
        var coefficients = (TReal*)call->Coefficients;
        var lowOperator = TLow.Load(coefficients, call->Low, call->LowExchange);
        var highOperator = THigh.Load(coefficients + OperatorCoefficients.Length, call->High, call->HighExchange);
        var link = TLink.Load(coefficients + (2 * OperatorCoefficients.Length), call->Low, call->High);
        var end = (TReal*)span->Amplitudes + (span->To * (2 << TVector.LaneQubits));
        for (var at = (TReal*)span->Amplitudes + (span->From * (2 << TVector.LaneQubits)); at < end; at += 2 << TVector.LaneQubits)
        {
            link.Inside(highOperator.Apply(lowOperator.Apply(TVector.Load(at)))).Store(at);
        }
    }
}
