using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>An observable given by a dense matrix on a few wires.</summary>
public abstract class MatrixObservable : Observable
{
    private HermitianEigen? eigen;

    private protected MatrixObservable(SquareMatrix own, Wires wires)
        : base(wires) => Own = own;

    /// <inheritdoc/>
    public override bool IsHermitian => true;

    internal SquareMatrix Own { get; }

    /// <summary>Eigenvalues and eigenvectors; the adjoint of the eigenvector matrix rotates into the measuring basis.</summary>
    internal HermitianEigen Eigen => eigen ??= Diagonalise();

    /// <summary>Whether basis states are the measuring basis already.</summary>
    internal virtual bool IsDiagonal => false;

    /// <inheritdoc/>
    public override bool Equals(Observable? other) =>
        other is MatrixObservable matrix && GetType() == other.GetType() && Wires.Equals(other.Wires) && Own.Entries.AsSpan().SequenceEqual(matrix.Own.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GetType(), Wires, Own.Entries[0]);

    internal override SquareMatrix MatrixOver(Wires order)
    {
        Embedding.RequireWires(this, order);
        return Embedding.Expand(Own, Wires, order);
    }

    private protected virtual HermitianEigen Diagonalise() => HermitianEigen.Of(Own);
}

/// <summary>The Hadamard gate as an observable with eigenvalues ±1.</summary>
public sealed class HadamardObservable : MatrixObservable
{
    internal HadamardObservable(Wire wire)
        : base(GateMatrices.Hadamard([], 1).Matrix!, wire)
    {
    }

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new HadamardObservable(Wires.Map(map)[0]);

    /// <summary>Such as <c>H(0)</c>.</summary>
    public override string ToString() => $"H({Wires[0]})";

    /// <summary>Eigenvalue +1 first, as for the Pauli letters.</summary>
    private protected override HermitianEigen Diagonalise()
    {
        var (sine, cosine) = Math.SinCos(Math.PI / 8);
        return new([1, -1], new(2, [cosine, -sine, sine, cosine]));
    }
}

/// <summary>An observable given by a Hermitian matrix.</summary>
public sealed class HermitianObservable : MatrixObservable
{
    private const double Tolerance = 1e-8;

    /// <summary>Makes an observable from a matrix.</summary>
    /// <exception cref="ArgumentException">The matrix has the wrong size, or is not Hermitian to 1e-8.</exception>
    public HermitianObservable(Complex[,] matrix, Wires wires)
        : this(SquareMatrix.From(matrix), wires)
    {
    }

    private HermitianObservable(SquareMatrix matrix, Wires wires)
        : base(matrix, wires)
    {
        Arguments.RequireWires("Hermitian", wires, Arguments.WiresOfSize("Hermitian", matrix.Size));
        if (!(matrix.HermiticityError() <= Tolerance))
        {
            throw new ArgumentException($"The matrix given to Hermitian on {wires} differs from its adjoint by {matrix.HermiticityError():G3}; an observable must be Hermitian.", nameof(matrix));
        }
    }

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new HermitianObservable(Own, Wires.Map(map));

    internal static HermitianObservable Square(Observable observable)
    {
        var matrix = observable.MatrixOver(observable.Wires);
        return new(matrix.Multiply(matrix), observable.Wires);
    }

    /// <summary>Such as <c>Hermitian([0, 1])</c>.</summary>
    public override string ToString() => $"Hermitian({Wires})";
}

/// <summary>The projector |ψ⟩⟨ψ|.</summary>
public sealed class ProjectorObservable : MatrixObservable
{
    private const double Tolerance = 1e-8;

    private readonly Complex[] state;

    internal ProjectorObservable(Complex[] state, Wires wires)
        : base(Outer(state), wires)
    {
        Arguments.RequireWires("Projector", wires, Arguments.WiresOfSize("Projector", state.Length));
        var norm = state.Sum(static amplitude => (amplitude * Complex.Conjugate(amplitude)).Real);
        if (!(Math.Abs(norm - 1) <= Tolerance))
        {
            throw new ArgumentException($"The state given to Projector has norm² {norm:G6}; it must be 1.", nameof(state));
        }

        this.state = [.. state];
    }

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new ProjectorObservable(state, Wires.Map(map));

    internal IReadOnlyCollection<Complex> State => state;

    internal override bool IsDiagonal => state.Count(static amplitude => amplitude != Complex.Zero) == 1;

    /// <summary>Such as <c>Projector([0, 1])</c>.</summary>
    public override string ToString() => $"Projector({Wires})";

    internal static ProjectorObservable OnBasisState(IReadOnlyList<int> bits, Wires wires)
    {
        ArgumentNullException.ThrowIfNull(bits);
        Arguments.RequireWires("Projector", wires, bits.Count);
        var state = new Complex[1 << bits.Count];
        state[BitText.IndexOf(bits)] = Complex.One;
        return new(state, wires);
    }

    private protected override HermitianEigen Diagonalise() => IsDiagonal
        ? new([.. state.Select(static amplitude => amplitude == Complex.Zero ? 0.0 : 1)], SquareMatrix.Identity(state.Length))
        : base.Diagonalise();

    private static SquareMatrix Outer(Complex[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var matrix = new SquareMatrix(state.Length);
        for (var row = 0; row < state.Length; row++)
        {
            for (var column = 0; column < state.Length; column++)
            {
                matrix[row, column] = state[row] * Complex.Conjugate(state[column]);
            }
        }

        return matrix;
    }
}
