using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Gates;

public sealed class DecomposeTests
{
    public static TheoryData<GateKind> Kinds => [.. Enum.GetValues<GateKind>()];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(40, 10)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decompose_ToTheEnd_KeepsTheMatrixWithItsPhase(GateKind kind)
    {
        var description = GateTable.Describe(kind);
        var gate = new Gate(kind, Wires.Range(description.Wires ?? 3), [.. Enumerable.Range(0, description.Parameters).Select(static i => (Parameter)(0.7 - (0.45 * i)))]);

        AssertSame(gate);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decompose_UnderMixedControls_KeepsTheMatrixWithItsPhase(GateKind kind)
    {
        var description = GateTable.Describe(kind);
        var gate = new Gate(kind, Wires.Range(description.Wires ?? 2), [.. Enumerable.Range(0, description.Parameters).Select(static i => (Parameter)(0.7 - (0.45 * i)))]);

        AssertSame(gate.Controlled(["a", "b"], [true, false]));
        AssertSame(gate.Adjoint().Controlled("a"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Decompose_MultiControlledX_NeedsNoWorkWires(int controls) =>
        AssertSame(Circuit.Build(q => q.MultiControlledX(Wires.Range(controls), controls)).Operations[0]);

    [Fact]
    public void Decompose_OtherUnitaries_KeepTheMatrix()
    {
        Operation[] operations =
        [
            new PauliRotation(0.8, "XIYZ", [0, 1, 2, 3]),
            new PauliRotation(0.8, "II", [0, 1]),
            new ProjectorPhase(0.6, 3, [0, 1, 2]),
            new DiagonalUnitary([.. Enumerable.Range(0, 8).Select(static i => Complex.FromPolarCoordinates(1, i * i))], [0, 1, 2]),
            new QubitUnitary(new Complex[,] { { 0, Complex.ImaginaryOne }, { 1, 0 } }, 0),
            new QubitUnitary(new Complex[,] { { 0.6, new(0, 0.8) }, { new(0, 0.8), 0.6 } }, 0).Controlled([1, 2]),
            new Gate(GateKind.PauliX, 0).Power(1.0 / 3),
            new Gate(GateKind.CNOT, [0, 1]).Power(0.5),
            new SpecialUnitary([0.1, -0.7, 0.4], 0),
        ];
        Assert.All(operations, AssertSame);
    }

    [Fact]
    public void Decompose_WithInputs_KeepsTheirHistory()
    {
        var circuit = Circuit.Build(q =>
        {
            var x = Parameters.Inputs([0.3]);
            q.DoubleExcitation(x[0], 0, 1, 2, 3);
            q.CRot(x[0], 2 * x[0], 0.5, 0, 1);
        });

        var rebound = circuit.Decompose(IsElementary).Bind(1.1);

        Near.Equal(circuit.Bind(1.1).Unitary([0, 1, 2, 3]), rebound.Unitary([0, 1, 2, 3]), 1e-9);
    }

    [Fact]
    public void Decompose_MatrixOfTwoWires_IsItself()
    {
        var operation = new QubitUnitary(new Gate(GateKind.SWAP, [0, 1]).Matrix(), [0, 1]);

        Assert.Same(operation, Assert.Single(operation.Decompose()));
    }

    private static bool IsElementary(Operation operation) => operation is Gate { Kind: GateKind.CNOT or GateKind.GlobalPhase } || (operation is Gate or AdjointOperation && operation.Wires.Count == 1);

    private static void AssertSame(Operation operation)
    {
        var whole = new Circuit([operation]);
        var parts = whole.Decompose(static candidate => candidate is Gate { Kind: GateKind.CNOT });

        Assert.All(parts.Operations, static part => Assert.True(IsElementary(part) || part is Gate { Kind: GateKind.Identity }, $"{part}"));
        Near.Equal(whole.Unitary(), parts.Unitary(whole.Wires), 1e-9);
    }
}
