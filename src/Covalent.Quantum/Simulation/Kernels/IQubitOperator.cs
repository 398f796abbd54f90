using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// A one-qubit operator on a qubit outside the register: it mixes a register of |0⟩ amplitudes with one of |1⟩ amplitudes.
/// Each class of matrices has its own struct, so that a rotation costs one fused multiply-add per register instead of four.
/// </summary>
internal unsafe interface IQubitOperator<TSelf, TVector, TReal>
    where TSelf : struct, IQubitOperator<TSelf, TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Reads the factor pairs that <see cref="OperatorCoefficients"/> wrote.</summary>
    static abstract TSelf Load(TReal* coefficients);

    void Apply(TVector zero, TVector one, out TVector newZero, out TVector newOne);
}
