using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>A gate given by its unitary matrix.</summary>
public sealed class QubitUnitary : PlainUnitary
{
    internal const double UnitarityTolerance = 1e-8;

    private readonly SquareMatrix matrix;

    /// <summary>Makes a gate from a matrix; the first wire is the most significant bit of its indices.</summary>
    /// <exception cref="ArgumentException">The matrix has the wrong size, or is not unitary to 1e-8.</exception>
    public QubitUnitary(Complex[,] matrix, Wires wires)
        : this(SquareMatrix.From(matrix), wires, "QubitUnitary")
    {
    }

    internal QubitUnitary(SquareMatrix matrix, Wires wires, string name)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        Name = name;
        this.matrix = matrix;
        Arguments.RequireWires(name, wires, Arguments.WiresOfSize(name, matrix.Size));
        if (!(matrix.UnitarityError() <= UnitarityTolerance))
        {
            throw new ArgumentException($"The matrix given to {name} on {wires} is not unitary (U·U† differs from 1 by {matrix.UnitarityError():G3}); normalise it first.", nameof(matrix));
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Operation Adjoint() => new QubitUnitary(matrix.Adjoint(), Wires, Name);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new QubitUnitary(matrix, Wires.Map(map), Name);

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => GateForm.Dense(matrix);

    private protected override bool EqualsCore(Operation other) => matrix.Entries.AsSpan().SequenceEqual(((QubitUnitary)other).matrix.Entries);
}
