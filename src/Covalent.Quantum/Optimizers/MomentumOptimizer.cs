namespace Covalent.Quantum;

/// <summary>Gradient descent that keeps part of its speed: a ← m·a + η∇f(x), x ← x − a.</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
/// <param name="momentum">m, from 0 to 1. Default: 0.9.</param>
public sealed class MomentumOptimizer(double stepSize = 0.01, double momentum = 0.9) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));
    private readonly double _momentum = Share(momentum, nameof(momentum));
    private double[]? _speed;

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var gradient = objective.Gradient(parameters);
        var speed = _speed ??= new double[parameters.Length];
        return [.. parameters.Select((x, i) => x - (speed[i] = (_momentum * speed[i]) + (_stepSize * gradient[i])))];
    }

    /// <inheritdoc />
    public override void Reset() => _speed = null;
}
