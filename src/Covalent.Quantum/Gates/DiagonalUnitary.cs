using System.Numerics;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>A gate given by the diagonal of its matrix (<c>DiagonalQubitUnitary</c>).</summary>
public sealed class DiagonalUnitary : PlainUnitary
{
    private readonly Complex[] diagonal;

    /// <summary>Makes the gate; the first wire is the most significant bit of the index.</summary>
    /// <exception cref="ArgumentException">The length is not 2^wires, or an entry does not have magnitude 1 (to 1e-8).</exception>
    public DiagonalUnitary(IReadOnlyList<Complex> diagonal, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        ArgumentNullException.ThrowIfNull(wires);
        this.diagonal = [.. diagonal];
        Arguments.RequireWires(Name, wires, Arguments.WiresOfSize(Name, diagonal.Count));
        foreach (var entry in diagonal)
        {
            if (!(Math.Abs(Complex.Abs(entry) - 1) <= QubitUnitary.UnitarityTolerance))
            {
                throw new ArgumentException($"An entry of {Name} on {wires} is {entry}; each must have magnitude 1.", nameof(diagonal));
            }
        }
    }

    /// <inheritdoc/>
    public override string Name => "DiagonalQubitUnitary";

    /// <inheritdoc/>
    public override Operation Adjoint() => new DiagonalUnitary([.. diagonal.Select(Complex.Conjugate)], Wires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new DiagonalUnitary(diagonal, Wires.Map(map));

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => GateForm.Diagonal(diagonal);

    private protected override bool EqualsCore(Operation other) => diagonal.AsSpan().SequenceEqual(((DiagonalUnitary)other).diagonal);
}
