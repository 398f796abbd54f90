namespace Covalent.Quantum.Mitigation;

/// <summary>Curves through points, read at 0.</summary>
internal static class Continuation
{
    public static double Linear(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average();
        var slope = x.Zip(y).Sum(pair => (pair.First - meanX) * (pair.Second - meanY)) / x.Sum(value => (value - meanX) * (value - meanX));
        return meanY - (slope * meanX);
    }

    /// <summary>Lagrange's form at 0.</summary>
    public static double Polynomial(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Count; i++)
        {
            var weight = 1.0;
            for (var k = 0; k < x.Count; k++)
            {
                weight *= k == i ? 1 : x[k] / (x[k] - x[i]);
            }

            sum += weight * y[i];
        }

        return sum;
    }

    public static double Exponential(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var sign = Math.Sign(y[0]);
        return y.All(value => Math.Sign(value) == sign && sign != 0)
            ? sign * Math.Exp(Linear(x, [.. y.Select(static value => Math.Log(Math.Abs(value)))]))
            : throw new ArgumentException("An exponential keeps its sign, but the values do not; use Extrapolation.Linear or Polynomial.", nameof(y));
    }
}
