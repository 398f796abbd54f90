using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Reads the cross sums of a qubit and undoes its one-qubit operator on both states, in one pass over the two tiles.</summary>
internal static unsafe class UndoKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>The specialised loop for a bound one-qubit call.</summary>
    public static CrossPaulis Run(KernelCall* call, void* bra, void* ket, int tileQubits) => call->Low < TVector.LaneQubits
        ? call->Class switch
        {
            OperatorClass.RealRotation or OperatorClass.ImaginaryRotation => Inside<LaneRotation<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.Reflection or OperatorClass.Phase or OperatorClass.Flip => Inside<LaneTwoTerm<TVector, TReal>>(call, bra, ket, tileQubits),
            _ => Inside<LaneGeneral<TVector, TReal>>(call, bra, ket, tileQubits),
        }
        : call->Class switch
        {
            OperatorClass.RealRotation => Across<RealRotationOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.ImaginaryRotation => Across<ImaginaryRotationOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.Reflection => Across<ReflectionOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.Phase => Across<PhaseOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.Flip => Across<FlipOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            OperatorClass.General => Across<GeneralOperator<TVector, TReal>>(call, bra, ket, tileQubits),
            _ => Across<FullOperator<TVector, TReal>>(call, bra, ket, tileQubits),
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CrossPaulis Across<TOperator>(KernelCall* call, void* bra, void* ket, int tileQubits)
        where TOperator : struct, IQubitOperator<TOperator, TVector, TReal>
    {
        var qubitOperator = TOperator.Load((TReal*)call->Coefficients);
        nint bit = (nint)1 << (call->Low - TVector.LaneQubits);
        nint mask = bit - 1;
        nint step = bit * (2 << TVector.LaneQubits);
        nint count = (nint)1 << (tileQubits - TVector.LaneQubits - 1);
        TVector x0 = TVector.Zero, x1 = TVector.Zero, y0 = TVector.Zero, y1 = TVector.Zero, z0 = TVector.Zero, z1 = TVector.Zero;
        for (nint group = 0; group < count; group++)
        {
            nint at = (((group & ~mask) << 1) | (group & mask)) * (2 << TVector.LaneQubits);
            var ketAt = (TReal*)ket + at;
            var braAt = (TReal*)bra + at;
            var (ketZero, ketOne) = (TVector.Load(ketAt), TVector.Load(ketAt + step));
            var (braZero, braOne) = (TVector.Load(braAt), TVector.Load(braAt + step));
            var (swappedZero, swappedOne) = (TVector.SwapParts(ketZero), TVector.SwapParts(ketOne));
            x0 = TVector.MultiplyAdd(braZero, swappedOne, x0);
            x1 = TVector.MultiplyAdd(braOne, swappedZero, x1);
            y0 = TVector.MultiplyAdd(braOne, ketZero, y0);
            y1 = TVector.MultiplyAdd(braZero, ketOne, y1);
            z0 = TVector.MultiplyAdd(braZero, swappedZero, z0);
            z1 = TVector.MultiplyAdd(braOne, swappedOne, z1);
            qubitOperator.Apply(ketZero, ketOne, out ketZero, out ketOne);
            qubitOperator.Apply(braZero, braOne, out braZero, out braOne);
            ketZero.Store(ketAt);
            ketOne.Store(ketAt + step);
            braZero.Store(braAt);
            braOne.Store(braAt + step);
        }

        return CrossPauliKernel<TVector, TReal>.SumsAcross(x0 + x1, y0 - y1, z0 - z1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CrossPaulis Inside<TOperator>(KernelCall* call, void* bra, void* ket, int tileQubits)
        where TOperator : struct, ILaneOperator<TOperator, TVector, TReal>
    {
        var laneOperator = TOperator.Load((TReal*)call->Coefficients, call->Low, call->LowExchange);
        var flip = TVector.XorIndex(2 << call->Low);
        TVector x = TVector.Zero, y = TVector.Zero, z = TVector.Zero;
        nint end = (nint)2 << tileQubits;
        for (nint at = 0; at < end; at += 2 << TVector.LaneQubits)
        {
            var value = TVector.Load((TReal*)ket + at);
            var other = TVector.Permute(value, flip);
            var own = TVector.Load((TReal*)bra + at);
            x = TVector.MultiplyAdd(own, TVector.SwapParts(other), x);
            y = TVector.MultiplyAdd(own, other, y);
            z = TVector.MultiplyAdd(own, TVector.SwapParts(value), z);
            laneOperator.Apply(value).Store((TReal*)ket + at);
            laneOperator.Apply(own).Store((TReal*)bra + at);
        }

        return CrossPauliKernel<TVector, TReal>.SumsInside(x, y, z, call->Low);
    }
}
