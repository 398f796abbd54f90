using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A 2×2 matrix without its common factor, and the class of arithmetic it needs.</summary>
internal readonly record struct ReducedOperator(OperatorClass Class, Matrix2 Matrix)
{
    public static ReducedOperator Identity { get; } = new(OperatorClass.Identity, Matrix2.Identity);

    /// <summary>Any matrix as it is.</summary>
    public static ReducedOperator Whole(in Matrix2 matrix) =>
        matrix == Matrix2.Identity ? Identity : new(OperatorClass.Full, matrix);

    /// <summary>[[cos, -sin], [sin, cos]] without the cosine.</summary>
    public static ReducedOperator RotationY(double sin, double cos)
    {
        double tangent = sin / cos;
        return new(OperatorClass.RealRotation, new(1, -tangent, tangent, 1));
    }

    /// <summary>[[cos, -i·sin], [-i·sin, cos]] without the cosine.</summary>
    public static ReducedOperator RotationX(double sin, double cos)
    {
        var tangent = new Complex(0, -sin / cos);
        return new(OperatorClass.ImaginaryRotation, new(1, tangent, tangent, 1));
    }

    /// <summary>diag(1, e^{iθ}) from sine and cosine of θ/2.</summary>
    public static ReducedOperator Phase(double sin, double cos) => new(OperatorClass.Phase, Matrix2.PhaseShift(sin, cos));
}
