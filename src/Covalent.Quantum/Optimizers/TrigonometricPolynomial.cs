namespace Covalent.Quantum.Optimizers;

/// <summary>f(x) = c₀ + Σ aₖ cos kx + bₖ sin kx.</summary>
internal sealed class TrigonometricPolynomial
{
    private readonly double[] _cosines;
    private readonly double[] _sines;

    private TrigonometricPolynomial(double[] cosines, double[] sines)
    {
        _cosines = cosines;
        _sines = sines;
    }

    /// <summary>The polynomial of degree R through 2R + 1 values at 2πk/(2R + 1), by the discrete Fourier sum.</summary>
    public static TrigonometricPolynomial Through(double[] values)
    {
        var degree = values.Length / 2;
        var cosines = new double[degree + 1];
        var sines = new double[degree + 1];
        for (var k = 0; k <= degree; k++)
        {
            var scale = (k == 0 ? 1.0 : 2.0) / values.Length;
            for (var j = 0; j < values.Length; j++)
            {
                var angle = 2 * Math.PI * k * j / values.Length;
                cosines[k] += scale * values[j] * Math.Cos(angle);
                sines[k] += scale * values[j] * Math.Sin(angle);
            }
        }

        return new TrigonometricPolynomial(cosines, sines);
    }

    /// <summary>Where it is smallest, within [0, 2π): closed form for degree 1, otherwise a grid refined by Newton steps.</summary>
    public double Minimum()
    {
        if (_cosines.Length == 2)
        {
            return Math.Atan2(-_sines[1], -_cosines[1]);
        }

        var steps = 32 * _cosines.Length;
        var best = Enumerable.Range(0, steps).Select(i => 2 * Math.PI * i / steps).MinBy(Value);
        for (var i = 0; i < 20; i++)
        {
            var curvature = Derivative(best, 2);
            var next = curvature > 0 ? best - (Derivative(best, 1) / curvature) : best;
            if (Math.Abs(next - best) < 1e-14 || Value(next) > Value(best))
            {
                break;
            }

            best = next;
        }

        return best;
    }

    private double Value(double x) => Derivative(x, 0);

    // Each derivative turns (cos, sin) by a quarter and multiplies by k.
    private double Derivative(double x, int order)
    {
        var sum = order == 0 ? _cosines[0] : 0;
        for (var k = 1; k < _cosines.Length; k++)
        {
            var phase = (k * x) + (order * Math.PI / 2);
            sum += Math.Pow(k, order) * ((_cosines[k] * Math.Cos(phase)) + (_sines[k] * Math.Sin(phase)));
        }

        return sum;
    }
}
