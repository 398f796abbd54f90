using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Gates;

public sealed class OperationTests
{
    public static TheoryData<GateKind> Kinds => [.. Enum.GetValues<GateKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Adjoint_OfEveryGate_IsTheInverseMatrix(GateKind kind)
    {
        var gate = Sample(kind);

        Near.Equal(Identity(1 << gate.Wires.Count), Product(gate.Adjoint().Matrix(), gate.Matrix()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Power_Half_SquaresToTheGate(GateKind kind)
    {
        var gate = Sample(kind);
        var half = gate.Power(0.5).Matrix();

        Near.Equal(gate.Matrix(), Product(half, half), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Controlled_OnAZeroControl_ActsInTheUpperBlock(GateKind kind)
    {
        var gate = Sample(kind);
        var size = 1 << gate.Wires.Count;

        var controlled = gate.Controlled("control", [false]).Matrix();

        var inner = gate.Matrix();
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                Assert.True(Complex.Abs(inner[row, column] - controlled[row, column]) < 1e-12);
                Assert.Equal(row == column ? Complex.One : Complex.Zero, controlled[size + row, size + column]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gate_WrongCounts_AreRefusedByName(GateKind kind)
    {
        var description = GateTable.Describe(kind);
        if (description.Wires is { } wires)
        {
            Assert.Contains(description.Name, Assert.Throws<ArgumentException>(() => new Gate(kind, Wires.Range(wires + 1), new Parameter[description.Parameters])).Message, StringComparison.Ordinal);
        }

        Assert.Contains(description.Name, Assert.Throws<ArgumentException>(() => new Gate(kind, Wires.Range(description.Wires ?? 2), new Parameter[description.Parameters + 1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GateKind.PauliX, 1, "CNOT")]
    [InlineData(GateKind.PauliX, 2, "Toffoli")]
    [InlineData(GateKind.PauliX, 3, "MultiControlledX")]
    [InlineData(GateKind.PauliZ, 2, "CCZ")]
    [InlineData(GateKind.Hadamard, 1, "CH")]
    [InlineData(GateKind.PhaseShift, 1, "ControlledPhaseShift")]
    [InlineData(GateKind.SWAP, 1, "CSWAP")]
    [InlineData(GateKind.S, 1, "C(S)")]
    public void Controlled_WhereANameExists_HasIt(GateKind kind, int controls, string name) =>
        Assert.Equal(name, Sample(kind).Controlled(Wires.Create([.. Enumerable.Range(10, controls).Select(static i => new Wire(i))])).Name);

    [Fact]
    public void Controlled_OfControlled_JoinsTheControls()
    {
        var operation = new Gate(GateKind.CNOT, [1, 2]).Controlled(0, [false]);

        Assert.Equal("MultiControlledX", operation.Name);
        Assert.Equal([0, 1], operation.ControlWires);
        Assert.Equal([false, true], operation.ControlValues);
    }

    [Fact]
    public void GlobalPhases_UnderControl_AreTheDifferenceBetweenEquivalentGates()
    {
        var (rz, phase) = (Control(new Gate(GateKind.RZ, 1, 0.7)), Control(new Gate(GateKind.PhaseShift, 1, 0.7)));
        var (sx, rx) = (Control(new Gate(GateKind.SX, 1)), Control(new Gate(GateKind.RX, 1, Math.PI / 2)));
        var (u3, rot) = (Control(new Gate(GateKind.U3, 1, 0.4, 0.3, 0.5)), Control(new Gate(GateKind.Rot, 1, 0.5, 0.4, 0.3)));
        var global = Control(new Gate(GateKind.GlobalPhase, 1, 0.7));

        Near.Equal([Complex.FromPolarCoordinates(1, -0.35), Complex.FromPolarCoordinates(1, 0.35)], [rz[2, 2], rz[3, 3]]);
        Near.Equal([Complex.One, Complex.FromPolarCoordinates(1, 0.7)], [phase[2, 2], phase[3, 3]]);
        Near.Equal([sx[2, 2]], [rx[2, 2] * Complex.FromPolarCoordinates(1, Math.PI / 4)]);
        Near.Equal([u3[2, 2]], [rot[2, 2] * Complex.FromPolarCoordinates(1, 0.4)]);
        Near.Equal([Complex.One, Complex.FromPolarCoordinates(1, -0.7)], [global[0, 0], global[3, 3]]);
    }

    [Fact]
    public void QubitUnitary_MatrixThatIsNotUnitary_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new QubitUnitary(new Complex[,] { { 1, 1 }, { 0, 1 } }, 0));

        Assert.Contains("not unitary", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new QubitUnitary(new Complex[,] { { 1, 0 }, { 0, 1 } }, [0, 1]));
        Assert.Throws<ArgumentException>(() => new QubitUnitary(new Complex[,] { { double.NaN, 0 }, { 0, 1 } }, 0));
        Assert.Throws<ArgumentException>(() => new DiagonalUnitary([1, 0.5], 0));
    }

    [Fact]
    public void SpecialUnitary_OneWire_IsTheExponential()
    {
        // exp(i·0.3·Y) is a rotation by −0.6 about Y.
        Near.Equal(new Gate(GateKind.RY, 0, -0.6).Matrix(), new SpecialUnitary([0, 0.3, 0], 0).Matrix());
    }

    [Fact]
    public void PauliRotation_WithIdentityLetters_ActsOnTheOthers()
    {
        var expected = Circuit.Build(q => { q.Identity(0, 1); q.RY(0.7, 1); }).Unitary([0, 1]);

        Near.Equal(expected, new PauliRotation(0.7, "IY", [0, 1]).Matrix());
    }

    [Fact]
    public void OrbitalRotation_OfTheDocumentedState_GivesItsAmplitudes()
    {
        var matrix = new Gate(GateKind.OrbitalRotation, [0, 1, 2, 3], 0.1).Matrix();

        Near.Equal([0.00249792, 0.04991671, -0.04991671, 0.99750208], [matrix[3, 12].Real, matrix[6, 12].Real, matrix[9, 12].Real, matrix[12, 12].Real], 1e-8);
    }

    [Fact]
    public void StatePreparation_WrongNorm_IsRefusedUnlessNormalised()
    {
        Assert.Contains("norm", Assert.Throws<ArgumentException>(() => new StateVectorPreparation([1, 1], 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StateVectorPreparation([1, 0, 0], [0, 1]));
        Assert.Throws<ArgumentException>(() => new StateVectorPreparation([0, 0], 0, normalize: true));
        Near.Equal(Math.Sqrt(0.5), new StateVectorPreparation([1, 1], 0, normalize: true).Amplitudes[1].Real);
    }

    [Fact]
    public void Channel_WrongProbability_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.BitFlip(1.2, 0)));
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.PauliChannel(0.5, 0.5, 0.5, 0)));
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.ThermalRelaxationError(0, 1, 3, 0.1, 0)));
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.QubitChannel([new Complex[,] { { 1, 0 }, { 0, 0.5 } }], 0)));
    }

    private static Complex[,] Control(Gate gate) => gate.Controlled(0).Matrix();

    private static Gate Sample(GateKind kind)
    {
        var description = GateTable.Describe(kind);
        return new(kind, Wires.Range(description.Wires ?? 3), [.. Enumerable.Range(0, description.Parameters).Select(static i => (Parameter)(0.7 - (0.4 * i)))]);
    }

    private static Complex[,] Product(Complex[,] left, Complex[,] right)
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

    private static Complex[,] Identity(int size)
    {
        var matrix = new Complex[size, size];
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }
}
