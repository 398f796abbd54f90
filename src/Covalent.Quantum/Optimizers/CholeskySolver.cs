namespace Covalent.Quantum.Optimizers;

/// <summary>Solves A·x = b for a symmetric positive definite A; O(n³/3).</summary>
internal static class CholeskySolver
{
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var lower = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[row, column];
                for (var k = 0; k < column; k++)
                {
                    sum -= lower[row, k] * lower[column, k];
                }

                lower[row, column] = row != column ? sum / lower[column, column] : sum > 0 ? Math.Sqrt(sum) : throw new ArithmeticException(
                    "The metric tensor is not positive definite even after regularisation. Raise the optimiser's regularization, for example to 1e-3.");
            }
        }

        return Back(lower, Forward(lower, right));
    }

    private static double[] Forward(double[,] lower, double[] right)
    {
        var x = (double[])right.Clone();
        for (var row = 0; row < x.Length; row++)
        {
            for (var k = 0; k < row; k++)
            {
                x[row] -= lower[row, k] * x[k];
            }

            x[row] /= lower[row, row];
        }

        return x;
    }

    private static double[] Back(double[,] lower, double[] x)
    {
        for (var row = x.Length - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < x.Length; k++)
            {
                x[row] -= lower[k, row] * x[k];
            }

            x[row] /= lower[row, row];
        }

        return x;
    }
}
