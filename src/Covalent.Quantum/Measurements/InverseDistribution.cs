namespace Covalent.Quantum.Measurements;

/// <summary>Turns uniform numbers into outcomes of a discrete distribution.</summary>
internal static class InverseDistribution
{
    private const double NormTolerance = 1e-6;

    /// <summary>Outcome i is the first index at which the running sum exceeds uniform i; the weights are overwritten by their running sum.</summary>
    /// <exception cref="InvalidOperationException">The weights do not add up to 1 within 1e-6.</exception>
    public static void Draw(double[] weights, ReadOnlySpan<double> uniforms, Span<ulong> outcomes)
    {
        var sum = 0.0;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            last = weights[i] > 0 ? i : last;
            sum += weights[i];
            weights[i] = sum;
        }

        if (!(Math.Abs(sum - 1) <= NormTolerance))
        {
            throw new InvalidOperationException($"The probabilities of the state add up to {sum:G9} instead of 1; it cannot be sampled. Check matrices and prepared states.");
        }

        for (var i = 0; i < uniforms.Length; i++)
        {
            outcomes[i] = (ulong)Math.Min(FirstAbove(weights, uniforms[i] * sum), last);
        }
    }

    private static int FirstAbove(double[] running, double value)
    {
        var (low, high) = (0, running.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (running[middle] > value)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
