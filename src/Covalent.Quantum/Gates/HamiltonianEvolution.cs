using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>exp(−i·t·H) for a Hermitian observable H, exactly; up to 10 wires unless H is a single Pauli word.</summary>
public sealed class HamiltonianEvolution : PlainUnitary
{
    private const int MaximumWires = 10;

    private readonly Parameter[] parameters;

    private readonly Lazy<HermitianEigen> eigen;

    /// <summary>Makes the evolution.</summary>
    /// <param name="hamiltonian">H.</param>
    /// <param name="time">t.</param>
    /// <exception cref="ArgumentException">H is not Hermitian, or acts on too many wires.</exception>
    public HamiltonianEvolution(Observable hamiltonian, Parameter time)
        : base((hamiltonian ?? throw new ArgumentNullException(nameof(hamiltonian))).Wires)
    {
        if (!hamiltonian.IsHermitian)
        {
            throw new ArgumentException($"{hamiltonian} is not Hermitian, so it generates no unitary evolution.", nameof(hamiltonian));
        }

        if (Word(hamiltonian) is null && Wires.Count > MaximumWires)
        {
            throw new ArgumentException($"Exact evolution of a sum is limited to {MaximumWires} wires; {hamiltonian.Wires.Count} were given. Use ApproxTimeEvolution or TrotterProduct.", nameof(hamiltonian));
        }

        Arguments.RequireFinite(Name, time);
        Hamiltonian = hamiltonian;
        parameters = [time];
        eigen = new(() => HermitianEigen.Of(hamiltonian.MatrixOver(Wires)));
    }

    /// <summary>H.</summary>
    public Observable Hamiltonian { get; }

    /// <inheritdoc/>
    public override string Name => "Evolution";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override Operation Adjoint() => new HamiltonianEvolution(Hamiltonian, -parameters[0]);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => new HamiltonianEvolution(Hamiltonian, parameters[0] * exponent);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new HamiltonianEvolution(Hamiltonian.OnWires(map), parameters[0]);

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Arguments.RequireParameters(Name, [.. parameters], 1);
        return new HamiltonianEvolution(Hamiltonian, parameters[0]);
    }

    internal override GateForm? Form(ReadOnlySpan<double> parameters)
    {
        var time = parameters[0];
        if (Word(Hamiltonian) is var (coefficient, word))
        {
            return GateForm.PauliRotation(word.Letters, 2 * coefficient * time);
        }

        var (values, vectors) = eigen.Value;
        Complex[] phases = [.. values.Select(value => Complex.FromPolarCoordinates(1, -value * time))];
        return GateForm.Dense(vectors.Multiply(SquareMatrix.Diagonal(phases)).Multiply(vectors.Adjoint()));
    }

    private protected override bool EqualsCore(Operation other) => Hamiltonian.Equals(((HamiltonianEvolution)other).Hamiltonian);

    private static (double Coefficient, PauliWord Word)? Word(Observable hamiltonian) =>
        hamiltonian.Terms is [{ Observable: PauliWord word, Coefficient: var coefficient }] ? (coefficient.Real, word) : null;
}
