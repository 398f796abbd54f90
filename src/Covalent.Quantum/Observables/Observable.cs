using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>
/// What can be measured: Pauli letters, their products and sums, and matrices. Written with ordinary operators:
/// <c>0.5 * Z(0) + X(0) * Y(1)</c> after <c>using static Covalent.Quantum.Observable;</c>. Immutable.
/// </summary>
public abstract class Observable : IEquatable<Observable>
{
    private protected Observable(Wires wires) => Wires = wires;

    /// <summary>The wires on which the observable acts, in order of appearance.</summary>
    public Wires Wires { get; }

    /// <summary>Whether the observable equals its adjoint, so that its mean is a real number.</summary>
    public abstract bool IsHermitian { get; }

    /// <summary>The identity on one wire.</summary>
    public static PauliWord I(Wire wire) => new("I", wire);

    /// <summary>Pauli X.</summary>
    public static PauliWord X(Wire wire) => new("X", wire);

    /// <summary>Pauli Y.</summary>
    public static PauliWord Y(Wire wire) => new("Y", wire);

    /// <summary>Pauli Z.</summary>
    public static PauliWord Z(Wire wire) => new("Z", wire);

    /// <summary>A product of Pauli letters, such as <c>Pauli("XYZ", [0, 1, 2])</c>.</summary>
    public static PauliWord Pauli(string word, Wires wires) => new(word, wires);

    /// <summary>The Hadamard gate as an observable.</summary>
    public static HadamardObservable H(Wire wire) => new(wire);

    /// <summary>A Hermitian matrix; the first wire is the most significant bit of its indices.</summary>
    public static HermitianObservable Hermitian(Complex[,] matrix, Wires wires) => new(matrix, wires);

    /// <summary>The projector on a basis state, one bit per wire.</summary>
    public static ProjectorObservable Projector(IReadOnlyList<int> bits, Wires wires) => ProjectorObservable.OnBasisState(bits, wires);

    /// <summary>The projector on a state vector of norm 1.</summary>
    public static ProjectorObservable Projector(Complex[] state, Wires wires) => new(state, wires);

    /// <summary>A linear combination with real coefficients.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or are empty.</exception>
    public static SumObservable Hamiltonian(IReadOnlyList<double> coefficients, IReadOnlyList<Observable> terms) =>
        SumObservable.Combination(coefficients, terms);

    /// <summary>A Hamiltonian given by the entries of a sparse Hermitian matrix.</summary>
    public static SparseHamiltonian Sparse(IReadOnlyList<(int Row, int Column, Complex Value)> entries, Wires wires) => new(entries, wires);

    /// <summary>The product as operators: letters on the same wire multiply, <c>X(0) * Y(0)</c> is <c>iZ(0)</c>.</summary>
    public static Observable operator *(Observable left, Observable right) => ObservableAlgebra.Multiply(left, right);

    /// <summary>A multiple.</summary>
    public static Observable operator *(double factor, Observable observable) => ObservableAlgebra.Scale(factor, observable);

    /// <summary>A multiple.</summary>
    public static Observable operator *(Observable observable, double factor) => ObservableAlgebra.Scale(factor, observable);

    /// <summary>A complex multiple; not Hermitian in general.</summary>
    public static Observable operator *(Complex factor, Observable observable) => ObservableAlgebra.Scale(factor, observable);

    /// <summary>The sum.</summary>
    public static Observable operator +(Observable left, Observable right) => ObservableAlgebra.Add(left, right);

    /// <summary>The sum with a multiple of the identity.</summary>
    public static Observable operator +(Observable left, double constant) => ObservableAlgebra.AddConstant(left, constant);

    /// <summary>The difference.</summary>
    public static Observable operator -(Observable left, Observable right) => ObservableAlgebra.Add(left, ObservableAlgebra.Scale(-1, right));

    /// <summary>The negative.</summary>
    public static Observable operator -(Observable observable) => ObservableAlgebra.Scale(-1, observable);

    /// <summary>The dense matrix over the given wires, by default <see cref="Wires"/>; the first wire is the most significant bit.</summary>
    /// <exception cref="ArgumentException">The order lacks a wire of the observable.</exception>
    public Complex[,] Matrix(Wires? wireOrder = null) => MatrixOver(wireOrder ?? Wires).ToArray();

    /// <summary>The eigenvalues in ascending order, each as often as it occurs.</summary>
    /// <exception cref="InvalidOperationException">The observable is not Hermitian.</exception>
    public double[] Eigenvalues() => IsHermitian
        ? HermitianEigen.Of(MatrixOver(Wires)).Values
        : throw new InvalidOperationException($"{this} is not Hermitian, so it has no real eigenvalues.");

    /// <summary>
    /// The same observable with equal terms added up, I letters and vanishing terms dropped; <c>Z(0) + Z(0) * Z(1) * Z(1)</c> becomes <c>2 * Z(0)</c>.
    /// </summary>
    public Observable Simplify() => ObservableAlgebra.Simplify(this);

    /// <summary>The same observable on renamed wires.</summary>
    public abstract Observable OnWires(IReadOnlyDictionary<Wire, Wire> map);

    /// <inheritdoc/>
    public abstract bool Equals(Observable? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Observable);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The terms of a sum; a single observable is its own only term.</summary>
    internal virtual IReadOnlyList<ObservableTerm> Terms => [new(Complex.One, this)];

    /// <summary>The factors of a product; any other observable is its own only factor. Sums have no factors.</summary>
    internal virtual IReadOnlyList<Observable> Factors => [this];

    internal abstract SquareMatrix MatrixOver(Wires order);
}

/// <summary>A coefficient and an observable that is not itself a sum.</summary>
internal readonly record struct ObservableTerm(Complex Coefficient, Observable Observable);
