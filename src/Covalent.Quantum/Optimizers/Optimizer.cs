namespace Covalent.Quantum;

/// <summary>Base of the optimisers. An optimiser may remember earlier steps: use one per run, or <see cref="Reset"/> it. Not thread-safe.</summary>
public abstract class Optimizer
{
    /// <summary>One step downhill.</summary>
    /// <param name="objective">What to make small.</param>
    /// <param name="parameters">Where to start; not changed.</param>
    /// <returns>Where the step leads.</returns>
    public abstract double[] Step(Objective objective, double[] parameters);

    /// <summary>Forgets earlier steps.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>Steps until the value changes by less than a tolerance or the iterations are used up.</summary>
    /// <param name="objective">What to make small.</param>
    /// <param name="start">Where to start; not changed.</param>
    /// <param name="iterations">Most steps. Default: 100.</param>
    /// <param name="tolerance">Stop when a step changes the value by less. Default: 0, use all iterations.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public OptimizationResult Minimize(
        Objective objective, double[] start, int iterations = 100, double tolerance = 0, IProgress<OptimizationStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        var at = (double[])start.Clone();
        var best = new OptimizationStep(0, at, objective.Value(at));
        var values = new List<double> { best.Value };
        for (var i = 1; i <= iterations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = Step(objective, at);
            var step = new OptimizationStep(i, at, objective.Value(at));
            progress?.Report(step);
            best = step.Value < best.Value ? step : best;
            values.Add(step.Value);
            if (Math.Abs(values[^1] - values[^2]) < tolerance)
            {
                return new OptimizationResult(best.Parameters, best.Value, i, Converged: true, values);
            }
        }

        return new OptimizationResult(best.Parameters, best.Value, iterations, Converged: false, values);
    }

    private protected static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A positive, finite number is needed.");

    private protected static double Share(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A number from 0 up to but not including 1 is needed.");
}

/// <summary>One step of an optimisation.</summary>
/// <param name="Iteration">From 1; 0 is the start.</param>
/// <param name="Parameters">Where it led.</param>
/// <param name="Value">The objective there.</param>
public readonly record struct OptimizationStep(int Iteration, double[] Parameters, double Value);

/// <summary>What an optimisation found.</summary>
/// <param name="Parameters">The best point seen.</param>
/// <param name="Value">The objective there.</param>
/// <param name="Iterations">Steps made.</param>
/// <param name="Converged">Whether the tolerance ended it.</param>
/// <param name="Values">The objective at the start and after every step.</param>
public sealed record OptimizationResult(double[] Parameters, double Value, int Iterations, bool Converged, IReadOnlyList<double> Values);
