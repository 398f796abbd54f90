using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>exp(i·Σ θ_m P_m) over all Pauli words but the identity, in lexicographic order (IX, IY, IZ, XI, …).</summary>
public sealed class SpecialUnitary : PlainUnitary
{
    private const int MaximumWires = 5;

    private readonly Parameter[] parameters;

    /// <summary>Makes the gate from 4^wires − 1 parameters.</summary>
    /// <exception cref="ArgumentException">The number of parameters is wrong, or there are more than 5 wires.</exception>
    public SpecialUnitary(IReadOnlyList<Parameter> parameters, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(wires);
        if (wires.Count > MaximumWires)
        {
            throw new ArgumentException($"{Name} on {wires.Count} wires would have {Math.Pow(4, wires.Count) - 1:0} parameters; it is limited to {MaximumWires} wires.", nameof(wires));
        }

        this.parameters = [.. parameters];
        Arguments.RequireParameters(Name, this.parameters, (1 << (2 * wires.Count)) - 1);
    }

    /// <inheritdoc/>
    public override string Name => "SpecialUnitary";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override Operation Adjoint() => new SpecialUnitary([.. parameters.Select(static p => -p)], Wires);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => new SpecialUnitary([.. parameters.Select(p => p * exponent)], Wires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new SpecialUnitary(parameters, Wires.Map(map));

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new SpecialUnitary(parameters, Wires);

    internal override GateForm? Form(ReadOnlySpan<double> parameters)
    {
        var generator = new SquareMatrix(1 << Wires.Count);
        for (var m = 0; m < parameters.Length; m++)
        {
            generator = generator.Add(PauliMatrices.Word(Word(m + 1)).Scale(parameters[m]));
        }

        var eigen = HermitianEigen.Of(generator);
        Complex[] phases = [.. eigen.Values.Select(static value => Complex.FromPolarCoordinates(1, value))];
        return GateForm.Dense(eigen.Vectors.Multiply(SquareMatrix.Diagonal(phases)).Multiply(eigen.Vectors.Adjoint()));
    }

    private string Word(int index) => string.Create(Wires.Count, index, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = "IXYZ"[rest & 3];
            rest >>= 2;
        }
    });
}
