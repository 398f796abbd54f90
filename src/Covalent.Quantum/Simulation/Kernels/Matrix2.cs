using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A 2×2 complex matrix, rows first.</summary>
internal readonly record struct Matrix2(Complex M00, Complex M01, Complex M10, Complex M11)
{
    public static Matrix2 Identity { get; } = new(1, 0, 0, 1);

    public static Matrix2 PauliX { get; } = new(0, 1, 1, 0);

    public static Matrix2 PauliY { get; } = new(0, -Complex.ImaginaryOne, Complex.ImaginaryOne, 0);

    public static Matrix2 PauliZ { get; } = new(1, 0, 0, -1);

    public static Matrix2 Hadamard { get; } = new(Math.Sqrt(0.5), Math.Sqrt(0.5), Math.Sqrt(0.5), -Math.Sqrt(0.5));

    public Matrix2 Adjoint => new(Complex.Conjugate(M00), Complex.Conjugate(M10), Complex.Conjugate(M01), Complex.Conjugate(M11));

    /// <summary>Largest difference of an entry.</summary>
    public double Distance(in Matrix2 other) => Math.Max(
        Math.Max(Complex.Abs(M00 - other.M00), Complex.Abs(M01 - other.M01)),
        Math.Max(Complex.Abs(M10 - other.M10), Complex.Abs(M11 - other.M11)));

    /// <summary>exp(-i·θ/2·X), from sine and cosine of θ/2.</summary>
    public static Matrix2 RotationX(double sin, double cos) => new(cos, new(0, -sin), new(0, -sin), cos);

    /// <summary>exp(-i·θ/2·Y).</summary>
    public static Matrix2 RotationY(double sin, double cos) => new(cos, -sin, sin, cos);

    /// <summary>exp(-i·θ/2·Z).</summary>
    public static Matrix2 RotationZ(double sin, double cos) => new(new(cos, -sin), 0, 0, new(cos, sin));

    /// <summary>diag(1, e^{iθ}) from sine and cosine of θ/2.</summary>
    public static Matrix2 PhaseShift(double sin, double cos) => new(1, 0, 0, new((cos * cos) - (sin * sin), 2 * sin * cos));

    public static Matrix2 operator *(Matrix2 left, Matrix2 right) => new(
        (left.M00 * right.M00) + (left.M01 * right.M10),
        (left.M00 * right.M01) + (left.M01 * right.M11),
        (left.M10 * right.M00) + (left.M11 * right.M10),
        (left.M10 * right.M01) + (left.M11 * right.M11));

    public static Matrix2 operator *(Complex factor, Matrix2 matrix) =>
        new(factor * matrix.M00, factor * matrix.M01, factor * matrix.M10, factor * matrix.M11);
}
