using System.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>Eigenvalues (ascending) and eigenvectors (columns) of a Hermitian matrix, by cyclic complex Jacobi rotations.</summary>
internal sealed record HermitianEigen(double[] Values, SquareMatrix Vectors)
{
    private const int MaximumSweeps = 100;

    public static HermitianEigen Of(SquareMatrix matrix)
    {
        var size = matrix.Size;
        var a = new SquareMatrix(size, [.. matrix.Entries]);
        var v = SquareMatrix.Identity(size);
        var scale = Math.Max(a.Entries.Max(Complex.Abs), double.Epsilon);
        for (var sweep = 0; sweep < MaximumSweeps && OffDiagonal(a) > 1e-16 * scale * size; sweep++)
        {
            for (var p = 0; p < size - 1; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    Rotate(a, v, p, q, scale);
                }
            }
        }

        return Sorted(a, v);
    }

    private static double OffDiagonal(SquareMatrix a)
    {
        var largest = 0.0;
        for (var row = 0; row < a.Size; row++)
        {
            for (var column = row + 1; column < a.Size; column++)
            {
                largest = Math.Max(largest, Complex.Abs(a[row, column]));
            }
        }

        return largest;
    }

    private static void Rotate(SquareMatrix a, SquareMatrix v, int p, int q, double scale)
    {
        var pivot = a[p, q];
        var magnitude = Complex.Abs(pivot);
        if (magnitude <= 1e-18 * scale)
        {
            return;
        }

        var phase = pivot / magnitude;
        var tau = (a[q, q].Real - a[p, p].Real) / (2 * magnitude);
        var tangent = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        var sine = tangent * cosine;
        for (var k = 0; k < a.Size; k++)
        {
            MixColumns(a, k, p, q, cosine, sine, phase);
            MixColumns(v, k, p, q, cosine, sine, phase);
        }

        for (var k = 0; k < a.Size; k++)
        {
            var (up, uq) = (a[p, k], a[q, k]);
            a[p, k] = (cosine * up) - (sine * phase * uq);
            a[q, k] = (sine * Complex.Conjugate(phase) * up) + (cosine * uq);
        }
    }

    private static void MixColumns(SquareMatrix m, int row, int p, int q, double cosine, double sine, Complex phase)
    {
        var (mp, mq) = (m[row, p], m[row, q]);
        m[row, p] = (cosine * mp) - (sine * Complex.Conjugate(phase) * mq);
        m[row, q] = (sine * phase * mp) + (cosine * mq);
    }

    private static HermitianEigen Sorted(SquareMatrix a, SquareMatrix v)
    {
        var order = Enumerable.Range(0, a.Size).OrderBy(i => a[i, i].Real).ToArray();
        var vectors = new SquareMatrix(a.Size);
        for (var column = 0; column < a.Size; column++)
        {
            for (var row = 0; row < a.Size; row++)
            {
                vectors[row, column] = v[row, order[column]];
            }
        }

        return new([.. order.Select(i => a[i, i].Real)], vectors);
    }
}
