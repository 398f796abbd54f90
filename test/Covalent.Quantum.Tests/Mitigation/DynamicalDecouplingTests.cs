using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Mitigation;

public sealed class DynamicalDecouplingTests
{
    private static readonly Circuit Waiting = Circuit.Build(static q =>
    {
        q.H(0);
        q.Z(1);
        for (var layer = 0; layer < 4; layer++)
        {
            q.RX(0.2, 1);
        }

        q.CZ(0, 1);
        q.H(0);
        q.Expval(Z(0));
    });

    [Theory]
    [InlineData("XX", 2)]
    [InlineData("XYXY", 4)]
    [InlineData("XXXXXX", 0)]
    public void Pulses_AreInserted_WhereTheWireWaitsLongEnough_AndChangeNothing(string sequence, int pulses)
    {
        var decoupled = DynamicalDecoupling.Insert(Waiting, sequence);

        Assert.Equal(Waiting.Operations.Count + pulses, decoupled.Operations.Count);
        Assert.Equal(Mean(Waiting), Mean(decoupled), 1e-12);
    }

    [Fact]
    public void ASlowPhaseError_Cancels()
    {
        // While wire 1 is turned, wire 0 drifts by RZ(0.3) per layer.
        Assert.Equal(Mean(Waiting), Mean(Drifting(DynamicalDecoupling.Insert(Waiting))), 1e-12);
        Assert.NotEqual(Mean(Waiting), Mean(Drifting(Waiting)), 1e-2);

        static Circuit Drifting(Circuit circuit) => new(
            circuit.Operations.SelectMany(static operation => operation is Gate { Kind: GateKind.RX } ? [operation, new Gate(GateKind.RZ, 0, 0.3)] : new[] { operation }),
            circuit.Measurements);
    }

    [Fact]
    public void MeasurementsAndConditions_KeepTheirPlace()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.RY(0.8, 0);
            q.H(2);
            var bit = q.Measure(0);
            q.If(bit, static then => then.X(1));
            q.RX(0.1, 1);
            q.CNOT(1, 2);
            q.H(2);
            q.Expval(Z(1));
        });

        Assert.Equal(Mean(circuit), Mean(DynamicalDecoupling.Insert(circuit)), 1e-12);
    }

    [Theory]
    [InlineData("XZ")]
    [InlineData("X")]
    [InlineData("XY")]
    public void AnotherSequence_IsRefused(string sequence) =>
        Assert.Contains("no decoupling sequence", Assert.Throws<ArgumentException>(() => DynamicalDecoupling.Insert(Waiting, sequence)).Message);

    private static double Mean(Circuit circuit) => (double)new Device("default.qubit").Execute(circuit).Get(0);
}
