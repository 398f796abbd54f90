using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A one-qubit operator on a lane qubit: both halves sit in the same register.</summary>
internal unsafe interface ILaneOperator<TSelf, TVector, TReal>
    where TSelf : struct, ILaneOperator<TSelf, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Reads the factor pairs of <see cref="OperatorCoefficients"/>; <paramref name="exchange"/> is the slot xor mask.</summary>
    static abstract TSelf Load(TReal* coefficients, int lane, int exchange);

    TVector Apply(TVector value);
}
