namespace Covalent.Quantum;

/// <summary>Steps scaled by a fading mean of squared gradients: s ← γ·s + (1 − γ)·g², x ← x − η·g/√(s + ε).</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
/// <param name="decay">γ, from 0 to 1. Default: 0.9.</param>
/// <param name="epsilon">ε, keeps the division finite. Default: 1e-8.</param>
public sealed class RMSPropOptimizer(double stepSize = 0.01, double decay = 0.9, double epsilon = 1e-8) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));
    private readonly double _decay = Share(decay, nameof(decay));
    private readonly double _epsilon = Positive(epsilon, nameof(epsilon));
    private double[]? _squares;

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var g = objective.Gradient(parameters);
        var squares = _squares ??= new double[parameters.Length];
        return
        [
            .. parameters.Select((x, i) =>
            {
                squares[i] = (_decay * squares[i]) + ((1 - _decay) * g[i] * g[i]);
                return x - (_stepSize * g[i] / Math.Sqrt(squares[i] + _epsilon));
            }),
        ];
    }

    /// <inheritdoc />
    public override void Reset() => _squares = null;
}
