using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A one-qubit operator under any number of controls: touches only the amplitudes whose control bits fit.</summary>
internal static unsafe class ControlledKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Target outside the register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Across<TOperator>(KernelCall* call, TileSpan* span)
        where TOperator : struct, IQubitOperator<TOperator, TVector, TReal>
    {
        if ((span->OuterBits & call->OuterControls) != call->OuterValues)
        {
            return;
        }

        var qubitOperator = TOperator.Load((TReal*)call->Coefficients);
        var laneMask = LaneControls(call, out var allLanes);
        ulong target = 1UL << (call->Low - TVector.LaneQubits);
        ulong controls = call->InnerControls >> TVector.LaneQubits;
        ulong values = call->InnerValues >> TVector.LaneQubits;
        nint step = (nint)target * (2 << TVector.LaneQubits);
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint group = span->From; group < span->To; group++)
        {
            var index = BitInsertion.Spread((ulong)group, controls | target) | values;
            var at = amplitudes + ((nint)index * (2 << TVector.LaneQubits));
            var oldZero = TVector.Load(at);
            var oldOne = TVector.Load(at + step);
            qubitOperator.Apply(oldZero, oldOne, out var zero, out var one);
            (allLanes ? zero : TVector.Select(laneMask, zero, oldZero)).Store(at);
            (allLanes ? one : TVector.Select(laneMask, one, oldOne)).Store(at + step);
        }
    }

    /// <summary>Target is a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside<TOperator>(KernelCall* call, TileSpan* span)
        where TOperator : struct, ILaneOperator<TOperator, TVector, TReal>
    {
        if ((span->OuterBits & call->OuterControls) != call->OuterValues)
        {
            return;
        }

        var laneOperator = TOperator.Load((TReal*)call->Coefficients, call->Low, call->LowExchange);
        var laneMask = LaneControls(call, out var allLanes);
        ulong controls = call->InnerControls >> TVector.LaneQubits;
        ulong values = call->InnerValues >> TVector.LaneQubits;
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint group = span->From; group < span->To; group++)
        {
            var index = BitInsertion.Spread((ulong)group, controls) | values;
            var at = amplitudes + ((nint)index * (2 << TVector.LaneQubits));
            var old = TVector.Load(at);
            var changed = laneOperator.Apply(old);
            (allLanes ? changed : TVector.Select(laneMask, changed, old)).Store(at);
        }
    }

    /// <summary>Mask of the amplitudes in a register whose lane controls fit: those set where 1 is wanted, minus those set where 0 is.</summary>
    private static TVector LaneControls(KernelCall* call, out bool allLanes)
    {
        int controls = (int)(call->InnerControls & ((1UL << TVector.LaneQubits) - 1));
        int values = (int)(call->InnerValues & ((1UL << TVector.LaneQubits) - 1));
        allLanes = controls == 0;
        var mask = TVector.LaneMask(values);
        for (int lane = 0; lane < TVector.LaneQubits; lane++)
        {
            if (((controls & ~values) >> lane & 1) != 0)
            {
                mask = TVector.Select(TVector.LaneMask(1 << lane), TVector.Zero, mask);
            }
        }

        return mask;
    }
}
