using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Circuits;

/// <summary>Numbers behind the algorithm templates: product formulas and matrices that prepare or encode.</summary>
internal static class Evolution
{
    public static (double Coefficient, PauliWord Word)[] PauliTerms(string template, Observable hamiltonian)
    {
        ArgumentNullException.ThrowIfNull(hamiltonian);
        return
        [
            .. hamiltonian.Terms.Select(term => term.Observable is PauliWord word && Math.Abs(term.Coefficient.Imaginary) < 1e-12
                ? (term.Coefficient.Real, word)
                : throw new ArgumentException($"{template} needs a real sum of Pauli words; {term.Observable} is none.", nameof(hamiltonian))),
        ];
    }

    /// <summary>The factors of a product formula from left to right: which term, and for which fraction of the time.</summary>
    public static List<(int Term, double Fraction)> Suzuki(int terms, int order)
    {
        if (order != 1 && (order < 1 || order % 2 != 0))
        {
            throw new ArgumentException($"The order of a product formula is 1 or even; {order} was given.", nameof(order));
        }

        if (order == 1)
        {
            return [.. Enumerable.Range(0, terms).Select(static term => (term, 1.0))];
        }

        if (order == 2)
        {
            var half = Enumerable.Range(0, terms).Select(static term => (term, 0.5)).ToList();
            return [.. half, .. Enumerable.Reverse(half)];
        }

        var inner = Suzuki(terms, order - 2);
        var outer = 1 / (4 - Math.Pow(4, 1.0 / (order - 1)));
        var middle = 1 - (4 * outer);
        return [.. Scaled(outer), .. Scaled(outer), .. Scaled(middle), .. Scaled(outer), .. Scaled(outer)];

        IEnumerable<(int Term, double Fraction)> Scaled(double factor) => inner.Select(entry => (entry.Term, entry.Fraction * factor));
    }

    /// <summary>A unitary whose first column is the normalised vector (a Householder reflection).</summary>
    public static QubitUnitary PreparingUnitary(double[] vector, Wires wires)
    {
        var column = new double[1 << wires.Count];
        vector.CopyTo(column, 0);
        var norm = Math.Sqrt(column.Sum(static value => value * value));
        for (var i = 0; i < column.Length; i++)
        {
            column[i] /= norm;
        }

        column[0] -= 1;
        var length = column.Sum(static value => value * value);
        var matrix = SquareMatrix.Identity(column.Length);
        for (var row = 0; length > 0 && row < column.Length; row++)
        {
            for (var other = 0; other < column.Length; other++)
            {
                matrix[row, other] -= 2 * column[row] * column[other] / length;
            }
        }

        return new(matrix, wires, "Prepare");
    }

    public static QubitUnitary BlockEncoding(Complex[,] matrix, Wires wires)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(wires);
        var size = Math.Max(matrix.GetLength(0), matrix.GetLength(1));
        var full = 1 << wires.Count;
        if (2 * size > full)
        {
            throw new ArgumentException($"BlockEncode needs wires for twice the size {size} of its matrix; {wires.Count} wires hold {full}.", nameof(wires));
        }

        var half = full / 2;
        var a = new SquareMatrix(half);
        for (var row = 0; row < matrix.GetLength(0); row++)
        {
            for (var column = 0; column < matrix.GetLength(1); column++)
            {
                a[row, column] = matrix[row, column];
            }
        }

        var (upper, lower) = (Complement(a.Multiply(a.Adjoint())), Complement(a.Adjoint().Multiply(a)));
        var result = new SquareMatrix(full);
        for (var row = 0; row < half; row++)
        {
            for (var column = 0; column < half; column++)
            {
                result[row, column] = a[row, column];
                result[row, column + half] = upper[row, column];
                result[row + half, column] = lower[row, column];
                result[row + half, column + half] = -Complex.Conjugate(a[column, row]);
            }
        }

        return new(result, wires, "BlockEncode");
    }

    /// <summary>√(1 − M) for a Hermitian M with eigenvalues up to 1.</summary>
    private static SquareMatrix Complement(SquareMatrix matrix)
    {
        var eigen = HermitianEigen.Of(matrix);
        if (eigen.Values[^1] > 1 + 1e-10)
        {
            throw new ArgumentException($"BlockEncode needs a matrix of norm at most 1; its norm is {Math.Sqrt(eigen.Values[^1]):G6}. Divide it by its norm.");
        }

        Complex[] roots = [.. eigen.Values.Select(static value => new Complex(Math.Sqrt(Math.Max(0, 1 - value)), 0))];
        return eigen.Vectors.Multiply(SquareMatrix.Diagonal(roots)).Multiply(eigen.Vectors.Adjoint());
    }
}
