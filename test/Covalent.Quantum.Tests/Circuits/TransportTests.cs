using System.Numerics;
using Covalent.Quantum.Circuits.Transport;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Circuits;

/// <summary>Circuits that travel to another process arrive as they were.</summary>
public sealed class TransportTests
{
    public static TheoryData<string, Action<CircuitBuilder>> Circuits => new()
    {
        { "matrices", q => { q.QubitUnitary(new Complex[,] { { 0, 1 }, { 1, 0 } }, 0); q.DiagonalQubitUnitary([1, Complex.ImaginaryOne], "a"); q.Probs(0, "a"); } },
        { "words", q => { q.PauliRot(0.3, "XYZ", [0, 1, 2]); q.MultiRZ(0.1, [0, 2]); q.Expval((0.5 * Observable.Z(0)) + (Observable.X(1) * Observable.Y(2))); q.Var(Observable.H(0)); } },
        { "noise", q => { q.H(0); q.DepolarizingChannel(0.1, 0); q.AmplitudeDamping(0.2, 1); q.DensityMatrix(0, 1); } },
        { "classical", q => { q.H(0); var m = q.Measure(0); q.If(m & !m, then => then.X(1)); q.Probs(m); } },
        { "preparation", q => { q.BasisState([1, 0], [0, 1]); q.StatePrep([0.6, 0.8], [2]); q.Expval(Observable.Projector([1], [0])); q.VnEntropy(0, logBase: 2); } },
        { "broadcast", q => { q.RX(new[] { 0.1, 0.2, 0.3 }, 0); q.Expval(Observable.Z(0)); } },
        { "matrix observables", q => { q.RY(0.4, 0); q.Expval(Observable.Hermitian(new Complex[,] { { 1, 0.5 }, { 0.5, -1 } }, 0)); q.Expval(Observable.Sparse([(0, 0, 1), (1, 1, 2)], 0)); } },
    };

    [Theory]
    [MemberData(nameof(Circuits))]
    public void ACircuit_ThereAndBack_GivesTheSameResults(string name, Action<CircuitBuilder> describe)
    {
        var circuit = Circuit.Build(describe);
        var device = new Device(name == "noise" ? "default.mixed" : "default.qubit", seed: 3);

        var arrived = Travel(circuit);

        Assert.Equal(circuit.Operations.Select(static operation => operation.ToString()), arrived.Operations.Select(static operation => operation.ToString()));
        Assert.Equal(circuit.Measurements, arrived.Measurements);
        AssertSame(circuit, device.Execute(circuit), device.Execute(arrived));
    }

    [Fact]
    public void EveryKindOfUnitary_ThereAndBack_GivesTheSameState()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var circuit = new Circuit(RandomCircuits.Operations(seed, wires: 5, count: 40), [Measurement.State()]);
            var arrived = Travel(circuit);
            var expected = (Complex[])new Device("default.qubit").Execute(circuit).Get(0);
            var actual = (Complex[])new Device("default.qubit").Execute(arrived).Get(0);

            Assert.Equal(circuit.Operations.Count, arrived.Operations.Count);
            Assert.All(expected.Zip(actual), pair => Assert.InRange(Complex.Abs(pair.First - pair.Second), 0, 1e-12));
        }
    }

    private static Circuit Travel(Circuit circuit)
    {
        using var stream = new MemoryStream();
        using var writer = new TransportWriter(stream);
        CircuitTransport.Write(writer, circuit);
        writer.Flush();
        stream.Position = 0;
        using var reader = new TransportReader(stream);
        return CircuitTransport.Read(reader);
    }

    private static void AssertSame(Circuit circuit, CircuitResult expected, CircuitResult actual)
    {
        using var stream = new MemoryStream();
        using var writer = new TransportWriter(stream);
        ResultTransport.Write(writer, actual);
        writer.Flush();
        stream.Position = 0;
        using var reader = new TransportReader(stream);
        var travelled = ResultTransport.Read(reader, circuit.Measurements);
        for (var row = 0; row < expected.RowCount; row++)
        {
            for (var i = 0; i < circuit.Measurements.Count; i++)
            {
                Assert.Equal(expected.Get(i, row), actual.Get(i, row));
                Assert.Equal(expected.Get(i, row), travelled.Get(i, row));
            }
        }
    }
}
