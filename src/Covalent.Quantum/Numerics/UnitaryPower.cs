using System.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>Powers and functions of unitary matrices through their eigenvectors.</summary>
internal static class UnitaryPower
{
    // Real and imaginary part of a unitary commute; a generic mixture of the two has the same eigenvectors.
    private const double Mixture = 0.7390851332151607;

    public static SquareMatrix Of(SquareMatrix unitary, double exponent)
    {
        if (exponent == Math.Truncate(exponent) && Math.Abs(exponent) <= 1024)
        {
            return IntegerPower(exponent < 0 ? unitary.Adjoint() : unitary, (int)Math.Abs(exponent));
        }

        var adjoint = unitary.Adjoint();
        var real = unitary.Add(adjoint).Scale(0.5);
        var imaginary = unitary.Add(adjoint.Scale(-1)).Scale(new Complex(0, -0.5));
        var vectors = HermitianEigen.Of(real.Add(imaginary.Scale(Mixture))).Vectors;
        var eigenvalues = vectors.Adjoint().Multiply(unitary).Multiply(vectors);
        var powers = new Complex[unitary.Size];
        for (var i = 0; i < powers.Length; i++)
        {
            powers[i] = Complex.FromPolarCoordinates(1, PrincipalAngle(eigenvalues[i, i]) * exponent);
        }

        return vectors.Multiply(SquareMatrix.Diagonal(powers)).Multiply(vectors.Adjoint());
    }

    private static double PrincipalAngle(Complex value)
    {
        // −1 computed as −1 − 1e-17i must not jump to the other branch.
        var angle = value.Phase;
        return angle < -Math.PI + 1e-12 ? Math.PI : angle;
    }

    private static SquareMatrix IntegerPower(SquareMatrix matrix, int exponent)
    {
        var result = SquareMatrix.Identity(matrix.Size);
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = result.Multiply(matrix);
            }

            matrix = matrix.Multiply(matrix);
        }

        return result;
    }
}
