using System.Numerics;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Transforms;

public sealed class CircuitTransformTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void FuseSingleWireGates_LeavesOneGatePerRun_AndTheSameUnitary(int seed)
    {
        var circuit = new Circuit(RandomCircuits.Operations(seed, 3, 40));

        var fused = circuit.FuseSingleWireGates();

        Complex[,] before = circuit.Unitary([0, 1, 2]), after = fused.Unitary([0, 1, 2]);
        Assert.All(before.Cast<Complex>().Zip(after.Cast<Complex>()), static pair => Assert.Equal(0, (pair.First - pair.Second).Magnitude, 1e-10));
        Operation? last = null;
        foreach (var gate in fused.Operations.Where(static gate => gate is not Gate { Kind: GateKind.GlobalPhase }))
        {
            Assert.False(gate.Wires.Count == 1 && last is { Wires.Count: 1 } && last.Wires.Equals(gate.Wires), $"{last} is followed by {gate}");
            last = gate;
        }
    }

    [Fact]
    public void FuseSingleWireGates_KeepsInputs()
    {
        var x = Parameters.Inputs([0.3]);
        var circuit = Circuit.Build(q => { q.H(0); q.S(0); q.RX(x[0], 0); q.T(0); q.H(0); q.Expval(Observable.Z(0)); });

        var fused = circuit.FuseSingleWireGates();

        Assert.Equal(["U3", "GlobalPhase", "RX", "U3", "GlobalPhase"], fused.Operations.Select(static operation => operation.Name));
        var device = new Device("default.qubit");
        Assert.Equal(device.Gradient(circuit, [0.7])[0], device.Gradient(fused, [0.7])[0], 1e-12);
    }

    [Fact]
    public void CancelInverses_OfNestedPairs_LeavesNothing()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.H(0);
            q.CNOT(0, 1);
            q.T(1);
            q.RX(0.3, 0);
            q.RX(-0.3, 0);
            q.Adjoint(static b => b.T(1));
            q.CNOT(0, 1);
            q.H(0);
        });

        Assert.Empty(circuit.CancelInverses().Operations);
    }

    [Fact]
    public void CancelInverses_AcrossABarrierOrOtherWires_KeepsThem()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.H(0);
            q.Barrier();
            q.H(0);
            q.CNOT(0, 1);
            q.X(1);
            q.CNOT(0, 1);
        });

        Assert.Equal(6, circuit.CancelInverses().Operations.Count);
    }

    [Fact]
    public void MergeRotations_AddsAngles_AndKeepsTheirHistory()
    {
        var circuit = Circuit.Build(static q =>
        {
            var x = Parameters.Inputs([0.1, 0.2]);
            q.RX(x[0], 0);
            q.RX(2 * x[1], 0);
            q.RZ(0.5, 0);
            q.RZ(-0.5, 0);
            q.IsingZZ(0.2, 0, 1);
            q.IsingZZ(0.3, 0, 1);
            q.Expval(Observable.Z(0));
        });

        var merged = circuit.MergeRotations();

        Assert.Equal(["RX(0.5) [0]", "IsingZZ(0.5) [0, 1]"], merged.Operations.Select(static operation => operation.ToString()));
        Assert.Equal(0.7 + (2 * 0.4), merged.Bind(0.7, 0.4).ParameterValues[0], 1e-12);
    }

    [Fact]
    public void Transforms_OfRandomCircuits_ChangeNoResult()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var operations = RandomCircuits.Operations(seed, wires: 4, count: 25);
            operations.InsertRange(12, [new Gate(GateKind.SWAP, [0, 2]), new Gate(GateKind.RX, 1, 0.3), new Gate(GateKind.RX, 1, 0.4), new Gate(GateKind.SWAP, [1, 3])]);
            var circuit = new Circuit(operations, [Measurement.Probs(), Measurement.Expval(Observable.Z(0) * Observable.X(2))]);
            var device = new Device("default.qubit");
            var expected = device.Execute(circuit);
            foreach (var changed in new[] { circuit.CancelInverses(), circuit.MergeRotations(), circuit.UndoSwaps() })
            {
                var actual = device.Execute(changed);
                Assert.All(((double[])expected.Get(0)).Zip((double[])actual.Get(0)), static pair => Assert.Equal(pair.First, pair.Second, 1e-9));
                Assert.Equal((double)expected.Get(1), (double)actual.Get(1), 1e-9);
            }

            Assert.DoesNotContain(circuit.UndoSwaps().Operations, static operation => operation is Gate { Kind: GateKind.SWAP });
        }
    }

    [Fact]
    public void UndoSwaps_WithAStateVector_KeepsTheSwaps()
    {
        var circuit = new Circuit([new Gate(GateKind.SWAP, [0, 1])], [Measurement.State()]);
        Assert.Same(circuit, circuit.UndoSwaps());
    }
}
