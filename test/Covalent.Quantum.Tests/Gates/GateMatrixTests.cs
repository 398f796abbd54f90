using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Gates;

public sealed class GateMatrixTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, QuantumReference.Root.GetProperty("gate_matrices").GetProperty("gates").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gate_ReferenceParameters_HasTheReferenceMatrix(int row)
    {
        var expected = QuantumReference.Root.GetProperty("gate_matrices").GetProperty("gates")[row];
        var q = new CircuitBuilder();
        q.Operation(expected.GetProperty("gate").GetString()!, Wires.Range(expected.GetProperty("num_wires").GetInt32()), expected.GetProperty("params"));

        var operation = Assert.Single(q.ToCircuit().Operations);

        Assert.Equal(expected.GetProperty("gate").GetString(), operation.Name);
        Near.Equal(expected.GetProperty("matrix").Matrix(), operation.Matrix());
    }
}
