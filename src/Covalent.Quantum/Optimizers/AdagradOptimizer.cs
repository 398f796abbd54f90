namespace Covalent.Quantum;

/// <summary>Steps that shrink with the squares of all past gradients: s ← s + g², x ← x − η·g/√(s + ε).</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
/// <param name="epsilon">ε, keeps the division finite. Default: 1e-8.</param>
public sealed class AdagradOptimizer(double stepSize = 0.01, double epsilon = 1e-8) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));
    private readonly double _epsilon = Positive(epsilon, nameof(epsilon));
    private double[]? _squares;

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var g = objective.Gradient(parameters);
        var squares = _squares ??= new double[parameters.Length];
        return [.. parameters.Select((x, i) => x - (_stepSize * g[i] / Math.Sqrt((squares[i] += g[i] * g[i]) + _epsilon)))];
    }

    /// <inheritdoc />
    public override void Reset() => _squares = null;
}
