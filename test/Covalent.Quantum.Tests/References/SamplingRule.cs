namespace Covalent.Quantum.Tests.References;

/// <summary>The reference file's rule for samples: 5σ per outcome, χ² below its 1e-6 quantile, impossible outcomes never.</summary>
internal static class SamplingRule
{
    public static void Check(IReadOnlyList<double> probabilities, IReadOnlyList<double> frequencies, int shots)
    {
        var (chi2, cells) = (0.0, 0);
        for (var i = 0; i < probabilities.Count; i++)
        {
            var p = probabilities[i];
            if (p < 1e-14)
            {
                Assert.True(frequencies[i] == 0, $"outcome {i} is impossible but occurred");
                continue;
            }

            Assert.InRange(frequencies[i] - p, -Allowance(p, shots), Allowance(p, shots));
            if (shots * p >= 5)
            {
                chi2 += shots * (frequencies[i] - p) * (frequencies[i] - p) / p;
                cells++;
            }
        }

        Assert.True(cells < 2 || chi2 <= Quantile(cells - 1), $"χ² = {chi2} with {cells - 1} degrees of freedom");
    }

    private static double Allowance(double p, int shots) => (5 * Math.Sqrt(p * (1 - p) / shots)) + (1.0 / shots);

    /// <summary>The χ² value exceeded with probability 1e-6 (Wilson and Hilferty's approximation; 4.7534 is the normal quantile).</summary>
    private static double Quantile(int freedom)
    {
        var spread = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - spread + (4.7534 * Math.Sqrt(spread)), 3);
    }
}
