namespace Covalent.Quantum;

/// <summary>The axis of a rotation gate.</summary>
public enum RotationAxis
{
    /// <summary>RX.</summary>
    X,

    /// <summary>RY.</summary>
    Y,

    /// <summary>RZ.</summary>
    Z,
}

/// <summary>
/// Rotoselect (Ostaszewski, Grant, Benedetti 2021): gate by gate, chooses angle <em>and</em> axis of a rotation so that the mean is smallest with
/// the other gates fixed. Needs no gradient; seven evaluations per gate.
/// </summary>
/// <remarks>Every angle must stand in one rotation exp(−iθP/2) only, and the objective must be an expectation value: then it is a sine in the angle.</remarks>
public static class RotoselectOptimizer
{
    private static readonly RotationAxis[] Axes = [RotationAxis.X, RotationAxis.Y, RotationAxis.Z];

    /// <summary>One pass over all gates.</summary>
    /// <param name="objective">The mean for given angles (radians) and axes.</param>
    /// <param name="angles">The present angles, one per gate.</param>
    /// <param name="axes">The present axes, one per gate.</param>
    /// <returns>New angles in (−π, π], and new axes.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static (double[] Angles, RotationAxis[] Axes) Step(
        Func<IReadOnlyList<double>, IReadOnlyList<RotationAxis>, double> objective, IReadOnlyList<double> angles, IReadOnlyList<RotationAxis> axes)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(angles);
        ArgumentNullException.ThrowIfNull(axes);
        if (angles.Count != axes.Count)
        {
            throw new ArgumentException($"Every gate has an angle and an axis; {angles.Count} angles and {axes.Count} axes were given.", nameof(axes));
        }

        double[] bestAngles = [.. angles];
        RotationAxis[] bestAxes = [.. axes];
        for (var gate = 0; gate < bestAngles.Length; gate++)
        {
            Choose(objective, bestAngles, bestAxes, gate);
        }

        return (bestAngles, bestAxes);
    }

    /// <summary>Passes until one improves the objective by less than <paramref name="tolerance"/>, or <paramref name="iterations"/> are done.</summary>
    /// <param name="objective">The mean for given angles (radians) and axes.</param>
    /// <param name="angles">Angles to start from.</param>
    /// <param name="axes">Axes to start from.</param>
    /// <param name="iterations">Most passes. Default: 100.</param>
    /// <param name="tolerance">Smallest improvement that is worth another pass. Default: 1e-10.</param>
    public static (double[] Angles, RotationAxis[] Axes, double Value) Minimize(
        Func<IReadOnlyList<double>, IReadOnlyList<RotationAxis>, double> objective,
        IReadOnlyList<double> angles,
        IReadOnlyList<RotationAxis> axes,
        int iterations = 100,
        double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        var value = double.PositiveInfinity;
        for (var pass = 0; pass < iterations; pass++)
        {
            (var nextAngles, var nextAxes) = Step(objective, angles, axes);
            var next = objective(nextAngles, nextAxes);
            var gain = value - next;
            (angles, axes, value) = (nextAngles, nextAxes, next);
            if (gain < tolerance)
            {
                break;
            }
        }

        return ([.. angles], [.. axes], value);
    }

    private static void Choose(
        Func<IReadOnlyList<double>, IReadOnlyList<RotationAxis>, double> objective, double[] angles, RotationAxis[] axes, int gate)
    {
        // At angle 0 all axes are the same gate: none.
        angles[gate] = 0;
        var atZero = objective(angles, axes);
        var best = (Value: double.PositiveInfinity, Angle: 0.0, Axis: axes[gate]);
        foreach (var axis in Axes)
        {
            axes[gate] = axis;
            angles[gate] = Math.PI / 2;
            var up = objective(angles, axes);
            angles[gate] = -Math.PI / 2;
            var down = objective(angles, axes);

            // mean(θ) = middle + even·cos θ + odd·sin θ.
            double middle = (up + down) / 2, even = atZero - middle, odd = (up - down) / 2;
            var lowest = middle - Math.Sqrt((even * even) + (odd * odd));
            if (lowest < best.Value)
            {
                best = (lowest, Math.Atan2(-odd, -even), axis);
            }
        }

        (angles[gate], axes[gate]) = (best.Angle, best.Axis);
    }
}
