using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// A rotation w·1 - i·(x·X + y·Y + z·Z) as a unit quaternion: what any product of one-qubit gates is, up to a phase. Products cost
/// half of what 2×2 matrices cost, and the class of arithmetic can be read off the zeros.
/// </summary>
internal readonly record struct Rotation(double W, double X, double Y, double Z)
{
    // Components this small are rounding dust of products.
    private const double Dust = 1e-15;

    public static Rotation None { get; } = new(1, 0, 0, 0);

    public Matrix2 Matrix => new(new(W, -Z), new(-Y, -X), new(Y, -X), new(W, Z));

    /// <summary><paramref name="second"/> after <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rotation operator *(in Rotation second, in Rotation first) => new(
        (second.W * first.W) - (second.X * first.X) - (second.Y * first.Y) - (second.Z * first.Z),
        (second.W * first.X) + (second.X * first.W) + (second.Y * first.Z) - (second.Z * first.Y),
        (second.W * first.Y) - (second.X * first.Z) + (second.Y * first.W) + (second.Z * first.X),
        (second.W * first.Z) + (second.X * first.Y) - (second.Y * first.X) + (second.Z * first.W));

    /// <summary>The rotation and phase of a matrix; false when it is not unitary to rounding.</summary>
    public static bool TryOf(in Matrix2 matrix, out Rotation rotation, out Complex phase)
    {
        phase = Complex.Sqrt((matrix.M00 * matrix.M11) - (matrix.M01 * matrix.M10));
        var (m00, m10) = (matrix.M00 / phase, matrix.M10 / phase);
        rotation = new(m00.Real, -m10.Imaginary, m10.Real, -m00.Imaginary);
        return (phase * rotation.Matrix).Distance(matrix) < 1e-14;
    }

    /// <summary>
    /// Finds the cheapest class of arithmetic; the factor that the class leaves out is multiplied into <paramref name="scale"/>.
    /// Diagonal entries below <paramref name="smallest"/> are not divided by.
    /// </summary>
    public ReducedOperator Reduce(double smallest, ref Complex scale)
    {
        bool noX = Math.Abs(X) < Dust, noY = Math.Abs(Y) < Dust, noZ = Math.Abs(Z) < Dust;
        if (noX && noY)
        {
            scale *= new Complex(W, -Z);
            return noZ ? ReducedOperator.Identity : ReducedOperator.Phase(Z, W);
        }

        bool noW = Math.Abs(W) < Dust;
        if (noW && noZ && noY)
        {
            scale *= new Complex(0, -X);
            return new(OperatorClass.Flip, Matrix2.PauliX);
        }

        double size = (W * W) + (Z * Z);
        if (size < smallest * smallest)
        {
            return new(OperatorClass.Full, Matrix);
        }

        if (noZ && (noX || noY))
        {
            scale *= W;
            return noX ? ReducedOperator.RotationY(Y, W) : ReducedOperator.RotationX(X, W);
        }

        if (noW && noY)
        {
            scale *= new Complex(0, -Z);
            return new(OperatorClass.Reflection, new(1, X / Z, X / Z, -1));
        }

        scale *= new Complex(W, -Z);
        double re = W / size, im = Z / size;
        return new(OperatorClass.General, new(
            1,
            new((X * im) - (Y * re), -(X * re) - (Y * im)),
            new((Y * re) + (X * im), (Y * im) - (X * re)),
            new((W * re) - (Z * im), (W * im) + (Z * re))));
    }
}
