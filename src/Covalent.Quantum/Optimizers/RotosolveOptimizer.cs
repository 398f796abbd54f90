using Covalent.Quantum.Optimizers;

namespace Covalent.Quantum;

/// <summary>Rotosolve (Ostaszewski, Grant, Benedetti 2021): parameter by parameter, the objective is a trigonometric polynomial of known
/// degree, so a few values give its minimum along that parameter exactly. Needs no gradient.</summary>
/// <remarks>With R frequencies 1…R a parameter costs 2R + 1 evaluations; a rotation used once has R = 1.</remarks>
/// <param name="frequencies">R of each parameter; null means 1 for all.</param>
public sealed class RotosolveOptimizer(IReadOnlyList<int>? frequencies = null) : Optimizer
{
    /// <inheritdoc />
    public override double[] Step(Objective objective, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(parameters);
        if (frequencies is not null && frequencies.Count != parameters.Length)
        {
            throw new ArgumentException($"Frequencies are given for {frequencies.Count} parameters and there are {parameters.Length}.", nameof(parameters));
        }

        var at = (double[])parameters.Clone();
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = MinimumAlong(objective, at, i, frequencies?[i] ?? 1);
        }

        return at;
    }

    private static double MinimumAlong(Objective objective, double[] at, int index, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degree);
        var count = (2 * degree) + 1;
        var values = new double[count];
        for (var k = 0; k < count; k++)
        {
            var probe = (double[])at.Clone();
            probe[index] += 2 * Math.PI * k / count;
            values[k] = objective.Value(probe);
        }

        var best = TrigonometricPolynomial.Through(values).Minimum();
        return Math.IEEERemainder(at[index] + best, 2 * Math.PI);
    }
}
