namespace Covalent.Quantum;

/// <summary>How derivatives of a circuit's results are computed.</summary>
public enum GradientMethod
{
    /// <summary>Adjoint where the device has it and the circuit allows it, otherwise shift rules, otherwise finite differences.</summary>
    Best,

    /// <summary>Exact shift rules: the circuit is run with shifted parameters, on any device and with shots too.</summary>
    ParameterShift,

    /// <summary>One walk forwards and one backwards over the state; expectation values without shots, on simulators that have it.</summary>
    Adjoint,

    /// <summary>Central differences: approximate, for parameters without a shift rule.</summary>
    FiniteDifference,

    /// <summary>Random directions, two circuits per sample whatever the number of parameters: a noisy estimate for sampled circuits with many
    /// parameters.</summary>
    SimultaneousPerturbation,

    /// <summary>Exact, by the Hadamard test: one more wire, one circuit per Pauli word of a gate's generator, no shifts. Expectation values and
    /// variances, on any device and with shots too; any gate of up to five wires, whether it has a shift rule or not.</summary>
    HadamardTest,
}

/// <summary>How derivatives are computed.</summary>
public sealed record GradientOptions
{
    /// <summary>The method. Default: the best one that works.</summary>
    public GradientMethod Method { get; init; } = GradientMethod.Best;

    /// <summary>Step of finite differences in radians. Default: 6e-6, the cube root of a double's precision, where
    /// rounding and truncation of a central difference balance.</summary>
    public double Step { get; init; } = 6e-6;

    /// <summary>Directions of <see cref="GradientMethod.SimultaneousPerturbation"/>. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Samples
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A gradient needs at least one direction.");
    } = 1;

    /// <summary>How far a direction is followed, in radians. Default: 0.01.</summary>
    public double PerturbationStep { get; init; } = 0.01;

    /// <summary>Seed of the directions. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>How sampled circuits are sampled; null: as the device says.</summary>
    public ExecutionOptions? Execution { get; init; }
}
