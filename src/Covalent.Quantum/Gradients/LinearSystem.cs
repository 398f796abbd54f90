namespace Covalent.Quantum.Gradients;

/// <summary>Small dense systems by elimination with partial pivoting.</summary>
internal static class LinearSystem
{
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var a = (double[,])matrix.Clone();
        var x = (double[])right.Clone();
        for (var column = 0; column < n; column++)
        {
            SwapRows(a, x, column, PivotOf(a, column));
            for (var row = column + 1; row < n; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var k = column; k < n; k++)
                {
                    a[row, k] -= factor * a[column, k];
                }

                x[row] -= factor * x[column];
            }
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++)
            {
                x[row] -= a[row, k] * x[k];
            }

            x[row] /= a[row, row];
        }

        return x;
    }

    private static int PivotOf(double[,] a, int column)
    {
        var best = column;
        for (var row = column + 1; row < a.GetLength(0); row++)
        {
            best = Math.Abs(a[row, column]) > Math.Abs(a[best, column]) ? row : best;
        }

        return Math.Abs(a[best, column]) > 1e-12 ? best : throw new ArithmeticException(
            "No shift rule was found for these frequencies; use GradientMethod.FiniteDifference or GradientMethod.Adjoint.");
    }

    private static void SwapRows(double[,] a, double[] x, int first, int second)
    {
        (x[first], x[second]) = (x[second], x[first]);
        for (var k = 0; k < x.Length; k++)
        {
            (a[first, k], a[second, k]) = (a[second, k], a[first, k]);
        }
    }
}
