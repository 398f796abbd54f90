namespace Covalent.Quantum;

/// <summary>Adam (Kingma and Ba 2014): fading means of the gradient and its square, both corrected for their cold start.</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
/// <param name="beta1">Fading of the mean. Default: 0.9.</param>
/// <param name="beta2">Fading of the mean square. Default: 0.99.</param>
/// <param name="epsilon">ε, keeps the division finite. Default: 1e-8.</param>
public sealed class AdamOptimizer(double stepSize = 0.01, double beta1 = 0.9, double beta2 = 0.99, double epsilon = 1e-8) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));
    private readonly double _beta1 = Share(beta1, nameof(beta1));
    private readonly double _beta2 = Share(beta2, nameof(beta2));
    private readonly double _epsilon = Positive(epsilon, nameof(epsilon));
    private double[] _mean = [];
    private double[] _square = [];
    private int _steps;

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var g = objective.Gradient(parameters);
        if (_steps++ == 0)
        {
            _mean = new double[g.Length];
            _square = new double[g.Length];
        }

        var size = _stepSize * Math.Sqrt(1 - Math.Pow(_beta2, _steps)) / (1 - Math.Pow(_beta1, _steps));
        var next = new double[g.Length];
        for (var i = 0; i < g.Length; i++)
        {
            _mean[i] = (_beta1 * _mean[i]) + ((1 - _beta1) * g[i]);
            _square[i] = (_beta2 * _square[i]) + ((1 - _beta2) * g[i] * g[i]);
            next[i] = parameters[i] - (size * _mean[i] / (Math.Sqrt(_square[i]) + _epsilon));
        }

        return next;
    }

    /// <inheritdoc />
    public override void Reset() => _steps = 0;
}
