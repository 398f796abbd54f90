using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Observables;

public sealed class ObservableTests
{
    private static readonly Complex[,] Degenerate = { { 2, 0, 0, 0 }, { 0, 1, 1, 0 }, { 0, 1, 1, 0 }, { 0, 0, 0, 2 } };

    [Fact]
    public void Product_SameWire_MultipliesAsOperators()
    {
        var product = X(0) * Y(0);

        Assert.False(product.IsHermitian);
        Near.Equal(new Complex[,] { { Complex.ImaginaryOne, 0 }, { 0, -Complex.ImaginaryOne } }, product.Matrix());
        Assert.Equal("I", ((PauliWord)(Z(0) * Z(0))).Letters);
    }

    [Fact]
    public void Expval_ProductThatIsNotHermitian_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Measurement.Expval(X(0) * Y(0)));

        Assert.Contains("not Hermitian", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sum_OfOverlappingMatrices_IsHermitianWhereItIs()
    {
        Observable matrix = Hermitian(new Complex[,] { { 0, 1 }, { 1, 0.5 } }, 0);

        Assert.False((matrix * Z(0)).IsHermitian);
        Assert.True(((matrix * Z(0)) + (Z(0) * matrix)).IsHermitian);
        Assert.True((matrix * Z(1)).IsHermitian);
    }

    [Fact]
    public void Matrix_OfASum_AddsEmbeddedMatrices()
    {
        var sum = (0.5 * Z(0)) - (2 * X(1)) + 3;

        Near.Equal(new Complex[,] { { 3.5, -2, 0, 0 }, { -2, 3.5, 0, 0 }, { 0, 0, 2.5, -2 }, { 0, 0, -2, 2.5 } }, sum.Matrix([0, 1]));
    }

    [Fact]
    public void Eigenvalues_Degenerate_AreListedAsOftenAsTheyOccur() =>
        Near.Equal([0, 2, 2, 2], Hermitian(Degenerate, [0, 1]).Eigenvalues());

    [Fact]
    public void Equality_SameWordInOtherOrder_IsEqual()
    {
        Assert.Equal<Observable>(X(0) * Z(1), Z(1) * X(0));
        Assert.Equal((X(0) * Z(1)).GetHashCode(), (Z(1) * X(0)).GetHashCode());
        Assert.NotEqual<Observable>(X(0) * Z(1), X(1) * Z(0));
        Assert.NotEqual<Observable>(2 * X(0), X(0));
    }

    [Fact]
    public void Simplify_EqualTerms_AreAddedUp()
    {
        Assert.Equal(2 * Z(0), (Z(0) + (Z(0) * Z(1) * Z(1))).Simplify());
        Assert.Equal<Observable>(X(1), (X(1) + Z(0) - Z(0)).Simplify());
        Near.Equal(new Complex[,] { { 0, 0 }, { 0, 0 } }, (Z(0) - Z(0)).Simplify().Matrix(0));
    }

    [Fact]
    public void Hermitian_MatrixThatIsNot_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Hermitian(new Complex[,] { { 1, 1 }, { 0, 1 } }, 0));
        Assert.Throws<ArgumentException>(() => Hermitian(new Complex[,] { { double.NaN, 0 }, { 0, 1 } }, 0));
        Assert.Throws<ArgumentException>(() => Hermitian(new Complex[,] { { 1, 0 }, { 0, 1 } }, [0, 1]));
        Assert.Throws<ArgumentException>(() => Pauli("XQ", [0, 1]));
        Assert.Throws<ArgumentException>(() => Projector([1, 1], 0));
        Assert.Throws<ArgumentException>(() => Sparse([(0, 1, 1)], 0));
    }

    [Fact]
    public void CommutesQubitWise_LettersThatDiffer_DoNot()
    {
        Assert.True(Pauli("XI", [0, 1]).CommutesQubitWise(Pauli("XZ", [0, 1])));
        Assert.False(Pauli("XZ", [0, 1]).CommutesQubitWise(Pauli("ZX", [0, 1])));
    }

    [Fact]
    public void Expval_EveryKind_AgreesWithTheMatrix()
    {
        Observable[] observables =
        [
            (0.3 * X(0)) + (1.2 * (Y(1) * Z(2))) + 0.7,
            H(0) * X(2),
            Hermitian(Degenerate, [2, 0]),
            Hermitian(Degenerate, [0, 1]) * Y(2),
            Projector([1, 0], [0, 2]) + (0.5 * Z(1)),
            Projector(new Complex[] { 0.6, new(0, 0.8) }, 1),
            Sparse([(0, 3, new(0, 1)), (3, 0, new(0, -1)), (2, 2, 1.5)], [0, 2]),
            (Hermitian(Degenerate, [0, 1]) * Z(0)) + (Z(0) * Hermitian(Degenerate, [0, 1])),
            Pauli("YY", [1, 2]) * Pauli("YI", [1, 2]),
        ];
        var operations = RandomCircuits.Operations(5, 3, 25);
        var state = (Complex[])new Device("default.qubit", 3).Execute(new Circuit(operations, [Measurement.State()])).Get(0);

        foreach (var name in new[] { "default.qubit", "default.mixed", "lightning.qubit" })
        {
            var circuit = new Circuit(operations, observables.SelectMany(static observable => new Measurement[] { Measurement.Expval(observable), Measurement.Var(observable) }));
            var result = new Device(name, 3).Execute(circuit);
            for (var i = 0; i < observables.Length; i++)
            {
                var matrix = observables[i].Matrix([0, 1, 2]);
                var (mean, square) = (Mean(matrix, state), Mean(Multiply(matrix, matrix), state));
                Near.Equal(mean, (double)result.Get(2 * i), 1e-9);
                Near.Equal(square - (mean * mean), (double)result.Get((2 * i) + 1), 1e-9);
            }
        }
    }

    private static double Mean(Complex[,] matrix, Complex[] state)
    {
        var sum = Complex.Zero;
        for (var row = 0; row < state.Length; row++)
        {
            for (var column = 0; column < state.Length; column++)
            {
                sum += Complex.Conjugate(state[row]) * matrix[row, column] * state[column];
            }
        }

        return sum.Real;
    }

    private static Complex[,] Multiply(Complex[,] left, Complex[,] right)
    {
        var size = left.GetLength(0);
        var result = new Complex[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                for (var k = 0; k < size; k++)
                {
                    result[row, column] += left[row, k] * right[k, column];
                }
            }
        }

        return result;
    }
}
