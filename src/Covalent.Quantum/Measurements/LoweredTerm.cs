using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Measurements;

/// <summary>One term of a Hermitian observable as coefficient times factors on different wires.</summary>
internal sealed record LoweredTerm(double Coefficient, LoweredFactor[] Factors)
{
    public bool IsPauli => Factors.All(static factor => factor.Matrix is null);

    /// <summary>The terms of an observable; identities vanish, and products that overlap become one matrix.</summary>
    public static LoweredTerm[] Of(Observable observable) => Simple(observable)
        ? [.. observable.Terms.Select(static term => new LoweredTerm(term.Coefficient.Real, [.. term.Observable.Factors.SelectMany(Lower)]))]
        : [new(1, [new(new HermitianObservable(observable.MatrixOver(observable.Wires).ToArray(), observable.Wires))])];

    private static bool Simple(Observable observable) => observable.Terms.All(static term =>
        Math.Abs(term.Coefficient.Imaginary) < 1e-12 && term.Observable.IsHermitian && term.Observable is not (ProductObservable { FactorsOverlap: true } or SparseHamiltonian));

    private static IEnumerable<LoweredFactor> Lower(Observable factor) => factor switch
    {
        PauliWord word => word.Wires.Where(wire => word[wire] != 'I').Select(wire => new LoweredFactor(word[wire], wire)),
        MatrixObservable matrix => [new LoweredFactor(matrix)],
        _ => throw new InvalidOperationException($"{factor} cannot be a factor of a product."),
    };
}

/// <summary>A Pauli letter on a wire, or a matrix on some wires.</summary>
internal sealed record LoweredFactor
{
    public LoweredFactor(char letter, Wire wire) => (Letter, Wires) = (letter, wire);

    public LoweredFactor(MatrixObservable matrix) => (Matrix, Wires) = (matrix, matrix.Wires);

    public char Letter { get; }

    public MatrixObservable? Matrix { get; }

    public Wires Wires { get; }

    /// <summary>The gates that turn the factor's eigenbasis into basis states.</summary>
    public IEnumerable<Operation> Rotation() => (Letter, Matrix) switch
    {
        (_, { } matrix) => matrix.IsDiagonal ? [] : [new QubitUnitary(matrix.Eigen.Vectors.Adjoint(), Wires, "Basis")],
        ('X', _) => [new Gate(GateKind.Hadamard, Wires)],
        ('Y', _) => [new Gate(GateKind.S, Wires).Adjoint(), new Gate(GateKind.Hadamard, Wires)],
        _ => [],
    };

    /// <summary>The eigenvalue that belongs to each basis state after the rotation.</summary>
    public double[] Eigenvalues() => Matrix?.Eigen.Values ?? [1, -1];
}
