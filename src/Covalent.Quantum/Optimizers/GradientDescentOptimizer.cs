namespace Covalent.Quantum;

/// <summary>Plain gradient descent: x ← x − η∇f.</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
public sealed class GradientDescentOptimizer(double stepSize = 0.01) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var gradient = objective.Gradient(parameters);
        return [.. parameters.Select((x, i) => x - (_stepSize * gradient[i]))];
    }
}
