namespace Covalent.Quantum;

/// <summary>Simultaneous perturbation (Spall 1998): two evaluations a step whatever the number of parameters; made for noisy objectives.</summary>
/// <remarks>Step k uses gains a/(A + k + 1)^α and perturbations c/(k + 1)^γ.</remarks>
public sealed class SPSAOptimizer : Optimizer
{
    private readonly double _alpha;
    private readonly double _gamma;
    private readonly double _c;
    private readonly double _stability;
    private readonly double _a;
    private readonly int _seed;
    private Random _random;
    private int _k;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="iterations">Expected number of steps; sets the defaults of A and a. Default: 100.</param>
    /// <param name="alpha">α. Default: 0.602.</param>
    /// <param name="gamma">γ. Default: 0.101.</param>
    /// <param name="c">Size of the perturbations; about the noise of the objective. Default: 0.2.</param>
    /// <param name="stability">A. Default: a tenth of the iterations.</param>
    /// <param name="a">Gain. Default: 0.05·(A + 1)^α.</param>
    /// <param name="seed">Makes runs repeatable. Default: 0.</param>
    public SPSAOptimizer(int iterations = 100, double alpha = 0.602, double gamma = 0.101, double c = 0.2, double? stability = null, double? a = null, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        _alpha = Positive(alpha, nameof(alpha));
        _gamma = Positive(gamma, nameof(gamma));
        _c = Positive(c, nameof(c));
        _stability = stability ?? iterations * 0.1;
        _a = Positive(a ?? 0.05 * Math.Pow(_stability + 1, alpha), nameof(a));
        _seed = seed;
        _random = new Random(seed);
    }

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(parameters);
        var gain = _a / Math.Pow(_stability + _k + 1, _alpha);
        var size = _c / Math.Pow(_k + 1, _gamma);
        _k++;
        var direction = parameters.Select(_ => _random.Next(2) == 0 ? -1.0 : 1.0).ToArray();
        var up = objective.Value([.. parameters.Select((x, i) => x + (size * direction[i]))]);
        var down = objective.Value([.. parameters.Select((x, i) => x - (size * direction[i]))]);
        var slope = (up - down) / (2 * size);
        return [.. parameters.Select((x, i) => x - (gain * slope / direction[i]))];
    }

    /// <inheritdoc />
    public override void Reset()
    {
        _k = 0;
        _random = new Random(_seed);
    }
}
