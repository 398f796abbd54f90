using System.Numerics;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>Small dense matrices of gates that have no kernel of their own: adjoints, derivatives, products. Rows first.</summary>
internal static class MatrixCalculus
{
    private const double Step = 1e-3;

    public static int Size(Complex[] matrix) => (int)Math.Round(Math.Sqrt(matrix.Length));

    public static Complex[] Adjoint(Complex[] matrix)
    {
        int size = Size(matrix);
        var result = new Complex[matrix.Length];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                result[(column * size) + row] = Complex.Conjugate(matrix[(row * size) + column]);
            }
        }

        return result;
    }

    public static Complex[] Multiply(Complex[] left, Complex[] right)
    {
        int size = Size(left);
        var result = new Complex[left.Length];
        for (int row = 0; row < size; row++)
        {
            for (int inner = 0; inner < size; inner++)
            {
                var factor = left[(row * size) + inner];
                for (int column = 0; column < size; column++)
                {
                    result[(row * size) + column] += factor * right[(inner * size) + column];
                }
            }
        }

        return result;
    }

    public static Complex[] Diagonal(Complex[] entries)
    {
        var result = new Complex[entries.Length * entries.Length];
        for (int entry = 0; entry < entries.Length; entry++)
        {
            result[(entry * entries.Length) + entry] = entries[entry];
        }

        return result;
    }

    public static Complex[] Permutation(int[] destinations, Complex[] phases)
    {
        var result = new Complex[phases.Length * phases.Length];
        for (int entry = 0; entry < phases.Length; entry++)
        {
            result[(destinations[entry] * phases.Length) + entry] = phases[entry];
        }

        return result;
    }

    /// <summary>Derivative of a gate's entries by one of its parameters; fourth-order differences of smooth functions, good to 1e-12.</summary>
    public static Complex[] Derivative(MatrixFunction compute, ReadOnlySpan<double> parameters, int index)
    {
        var shifted = parameters.ToArray();
        var (one, minusOne) = (At(Step), At(-Step));
        var (two, minusTwo) = (At(2 * Step), At(-2 * Step));
        var result = new Complex[one.Length];
        for (int entry = 0; entry < result.Length; entry++)
        {
            result[entry] = ((8 * (one[entry] - minusOne[entry])) - (two[entry] - minusTwo[entry])) / (12 * Step);
        }

        return result;

        Complex[] At(double step)
        {
            double old = shifted[index];
            shifted[index] = old + step;
            var entries = compute(shifted);
            shifted[index] = old;
            return entries;
        }
    }
}
