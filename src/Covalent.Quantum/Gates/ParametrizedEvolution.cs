using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>The evolution under a Hamiltonian that changes with time: the solution of dU/dt = −i·H(p, t)·U from the start to the end. Up to 6 wires.</summary>
/// <remarks>Computed in steps that halve themselves until the tolerance is met, so jumps of a pulse need no special care.</remarks>
public sealed class ParametrizedEvolution : PlainUnitary
{
    private const int MaximumWires = 6;

    private readonly Parameter[] parameters;

    /// <summary>Makes the evolution.</summary>
    /// <param name="hamiltonian">H.</param>
    /// <param name="parameters">p, in the order in which the Hamiltonian's factors read them.</param>
    /// <param name="start">Start time.</param>
    /// <param name="end">End time; before the start it evolves backwards.</param>
    /// <param name="tolerance">Largest wanted error of a matrix entry. Default: 1e-10.</param>
    /// <exception cref="ArgumentException">H has no terms or acts on more than 6 wires, or a number is not finite.</exception>
    public ParametrizedEvolution(ParametrizedHamiltonian hamiltonian, IReadOnlyList<Parameter> parameters, double start, double end, double tolerance = 1e-10)
        : base((hamiltonian ?? throw new ArgumentNullException(nameof(hamiltonian))).Wires)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (Wires.Count is 0 or > MaximumWires)
        {
            throw new ArgumentException($"A time-dependent Hamiltonian acts on 1 to {MaximumWires} wires; this one acts on {Wires.Count}. Write larger ones as products of evolutions.", nameof(hamiltonian));
        }

        if (!double.IsFinite(start) || !double.IsFinite(end))
        {
            throw new ArgumentException($"The evolution goes from {start} to {end}; both must be finite numbers.", nameof(end));
        }

        this.parameters = [.. parameters];
        Array.ForEach(this.parameters, parameter => Arguments.RequireFinite(Name, parameter));
        (Hamiltonian, Start, End, Tolerance) = (hamiltonian, start, end, tolerance);
    }

    /// <summary>H.</summary>
    public ParametrizedHamiltonian Hamiltonian { get; }

    /// <summary>Start time.</summary>
    public double Start { get; }

    /// <summary>End time.</summary>
    public double End { get; }

    /// <summary>Largest wanted error of a matrix entry.</summary>
    public double Tolerance { get; }

    /// <inheritdoc/>
    public override string Name => "ParametrizedEvolution";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override Operation Adjoint() => new ParametrizedEvolution(Hamiltonian, parameters, End, Start, Tolerance);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new ParametrizedEvolution(Hamiltonian.OnWires(map), parameters, Start, End, Tolerance);

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Arguments.RequireParameters(Name, [.. parameters], this.parameters.Length);
        return new ParametrizedEvolution(Hamiltonian, parameters, Start, End, Tolerance);
    }

    internal override GateForm? Form(ReadOnlySpan<double> parameters) =>
        GateForm.Dense(new Propagator(Hamiltonian.MatrixOfTime(parameters.ToArray()), 1 << Wires.Count).Over(Start, End, Tolerance));

    private protected override bool EqualsCore(Operation other) => other is ParametrizedEvolution evolution
        && (Start, End, Tolerance) == (evolution.Start, evolution.End, evolution.Tolerance) && Hamiltonian.IsSameAs(evolution.Hamiltonian);
}
