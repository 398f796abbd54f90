using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// Turns a 2×2 matrix into an operator class and its factor pairs. A pair (x, y) multiplies the real and imaginary slots:
/// (c, c) is a real factor, (-s, s) on part-swapped amplitudes is the factor i·s.
/// </summary>
internal static unsafe class OperatorCoefficients
{
    /// <summary>Reals reserved per operator.</summary>
    public const int Length = 16;

    // Entries this small are rounding dust of matrix products.
    private const double Dust = 1e-15;

    /// <summary>
    /// Finds the cheapest class. The common factor that the class leaves out is multiplied into <paramref name="scale"/>. Diagonal
    /// entries below <paramref name="smallest"/> are not divided by, to keep the common factor within the range of the real type.
    /// </summary>
    public static ReducedOperator Reduce(in Matrix2 matrix, double smallest, ref Complex scale)
    {
        if (IsDust(matrix.M01) && IsDust(matrix.M10) && !IsDust(matrix.M00))
        {
            scale *= matrix.M00;
            return IsDust(matrix.M11 - matrix.M00)
                ? ReducedOperator.Identity
                : new(OperatorClass.Phase, new(1, 0, 0, matrix.M11 / matrix.M00));
        }

        if (IsDust(matrix.M00) && IsDust(matrix.M11) && IsDust(matrix.M01 - matrix.M10))
        {
            scale *= matrix.M01;
            return new(OperatorClass.Flip, Matrix2.PauliX);
        }

        var (re, im) = (matrix.M00.Real, matrix.M00.Imaginary);
        if ((re * re) + (im * im) < smallest * smallest)
        {
            return new(OperatorClass.Full, matrix);
        }

        var inverse = Complex.Reciprocal(matrix.M00);
        scale *= matrix.M00;
        return new(Shape(matrix), new(1, inverse * matrix.M01, inverse * matrix.M10, inverse * matrix.M11));
    }

    private static OperatorClass Shape(in Matrix2 matrix)
    {
        bool diagonalReal = IsDust(matrix.M00.Imaginary) && IsDust(matrix.M11.Imaginary);
        bool equal = IsDust(matrix.M00 - matrix.M11);
        if (diagonalReal && IsDust(matrix.M01.Imaginary) && IsDust(matrix.M10.Imaginary))
        {
            return equal ? OperatorClass.RealRotation
                : IsDust(matrix.M00 + matrix.M11) ? OperatorClass.Reflection
                : OperatorClass.General;
        }

        return diagonalReal && equal && IsDust(matrix.M01.Real) && IsDust(matrix.M10.Real)
            ? OperatorClass.ImaginaryRotation
            : OperatorClass.General;
    }

    /// <summary>Factor pairs of an operator whose qubit is outside the register.</summary>
    public static void WriteAcross<TReal>(OperatorClass shape, in Matrix2 m, TReal* target)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        switch (shape)
        {
            case OperatorClass.RealRotation or OperatorClass.Reflection:
                Pair(target, m.M01.Real, m.M01.Real);
                Pair(target + 2, m.M10.Real, m.M10.Real);
                break;
            case OperatorClass.ImaginaryRotation:
                Pair(target, -m.M01.Imaginary, m.M01.Imaginary);
                Pair(target + 2, -m.M10.Imaginary, m.M10.Imaginary);
                break;
            case OperatorClass.Phase:
                ComplexPairs(target, m.M11);
                break;
            case OperatorClass.General:
                ComplexPairs(target, m.M01);
                ComplexPairs(target + 4, m.M10);
                ComplexPairs(target + 8, m.M11);
                break;
            case OperatorClass.Full:
                ComplexPairs(target, m.M00);
                ComplexPairs(target + 4, m.M01);
                ComplexPairs(target + 8, m.M10);
                ComplexPairs(target + 12, m.M11);
                break;
        }
    }

    /// <summary>Factor pairs of an operator on lane qubit <paramref name="lane"/>: per term first bit 0, then bit 1. Returns the slot xor mask.</summary>
    public static int WriteInside<TReal>(OperatorClass shape, in Matrix2 m, int lane, TReal* target)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        switch (shape)
        {
            case OperatorClass.RealRotation:
                Pair(target, m.M01.Real, m.M01.Real);
                Pair(target + 2, m.M10.Real, m.M10.Real);
                return 2 << lane;
            case OperatorClass.ImaginaryRotation:
                Pair(target, -m.M01.Imaginary, m.M01.Imaginary);
                Pair(target + 2, -m.M10.Imaginary, m.M10.Imaginary);
                return (2 << lane) | 1;
            case OperatorClass.Phase:
                Pair(target, 1, 1);
                Pair(target + 2, m.M11.Real, m.M11.Real);
                Pair(target + 4, 0, 0);
                Pair(target + 6, -m.M11.Imaginary, m.M11.Imaginary);
                return 1;
            case OperatorClass.Reflection or OperatorClass.Flip:
                Pair(target, m.M00.Real, m.M00.Real);
                Pair(target + 2, m.M11.Real, m.M11.Real);
                Pair(target + 4, m.M01.Real, m.M01.Real);
                Pair(target + 6, m.M10.Real, m.M10.Real);
                return 2 << lane;
            default:
                LanePairs(target, m.M00, m.M11);
                LanePairs(target + 8, m.M01, m.M10);
                return 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair<TReal>(TReal* target, double real, double imaginary)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        target[0] = TReal.CreateTruncating(real);
        target[1] = TReal.CreateTruncating(imaginary);
    }

    /// <summary>Real pair, then the pair for part-swapped amplitudes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ComplexPairs<TReal>(TReal* target, Complex factor)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        Pair(target, factor.Real, factor.Real);
        Pair(target + 2, -factor.Imaginary, factor.Imaginary);
    }

    private static void LanePairs<TReal>(TReal* target, Complex whenClear, Complex whenSet)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        Pair(target, whenClear.Real, whenClear.Real);
        Pair(target + 2, whenSet.Real, whenSet.Real);
        Pair(target + 4, -whenClear.Imaginary, whenClear.Imaginary);
        Pair(target + 6, -whenSet.Imaginary, whenSet.Imaginary);
    }

    private static bool IsDust(double value) => Math.Abs(value) < Dust;

    private static bool IsDust(Complex value) => IsDust(value.Real) && IsDust(value.Imaginary);
}
