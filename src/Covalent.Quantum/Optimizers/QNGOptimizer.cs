using Covalent.Quantum.Optimizers;

namespace Covalent.Quantum;

/// <summary>Quantum natural gradient (Stokes, Izaac, Killoran, Carleo 2020): x ← x − η(g + λ1)⁻¹∇f with the Fubini–Study metric g.</summary>
/// <param name="stepSize">η. Default: 0.01.</param>
/// <param name="regularization">λ, keeps the system solvable where parameters are redundant. Default: 1e-9.</param>
public sealed class QNGOptimizer(double stepSize = 0.01, double regularization = 1e-9) : Optimizer
{
    private readonly double _stepSize = Positive(stepSize, nameof(stepSize));
    private readonly double _regularization = Positive(regularization, nameof(regularization));

    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(parameters);
        var metric = (double[,])objective.Metric(parameters).Clone();
        if (metric.GetLength(0) != parameters.Length || metric.GetLength(1) != parameters.Length)
        {
            throw new InvalidOperationException($"The metric tensor is {metric.GetLength(0)} × {metric.GetLength(1)} for {parameters.Length} parameters.");
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            metric[i, i] += _regularization;
        }

        var direction = CholeskySolver.Solve(metric, objective.Gradient(parameters));
        return [.. parameters.Select((x, i) => x - (_stepSize * direction[i]))];
    }
}
