using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Devices;

public sealed class DeviceTests
{
    public static TheoryData<int> RandomSeeds => [.. Enumerable.Range(20, 8)];

    [Theory]
    [MemberData(nameof(RandomSeeds))]
    public void DensityMatrix_OfARandomCircuit_IsTheStateVectorsProjector(int seed)
    {
        var operations = RandomCircuits.Operations(seed, 4, 30);
        var state = (Complex[])new Device("default.qubit", 4).Execute(new Circuit(operations, [Measurement.State()])).Get(0);

        var density = (Complex[,])new Device("default.mixed", 4).Execute(new Circuit(operations, [Measurement.DensityMatrix()])).Get(0);

        for (var row = 0; row < 16; row++)
        {
            Near.Equal([.. state.Select(amplitude => state[row] * Complex.Conjugate(amplitude))], [.. Enumerable.Range(0, 16).Select(column => density[row, column])], 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(RandomSeeds))]
    public void StateVector_OfARandomCircuit_IsTheUnitarysFirstColumn(int seed)
    {
        var circuit = new Circuit(RandomCircuits.Operations(seed, 4, 30), [Measurement.State()]);

        var unitary = circuit.Unitary([0, 1, 2, 3]);
        Complex[] column = [.. Enumerable.Range(0, 16).Select(row => unitary[row, 0])];
        Near.Equal(column, (Complex[])new Device("default.qubit", 4).Execute(circuit).Get(0), 1e-9);
        Near.Equal(column, (Complex[])new Device("lightning.qubit", 4).Execute(circuit).Get(0), 1e-9);
        Near.Equal(column, (Complex[])new Device("lightning.qubit", 4) { Precision = Precision.Single }.Execute(circuit).Get(0), 1e-5);
    }

    [Fact]
    public void IdleWires_OfAWideDevice_CostNothing()
    {
        var circuit = Circuit.Build(q =>
        {
            q.H(3);
            for (var i = 0; i < 4; i++)
            {
                q.CNOT(3 + (30 * i), 33 + (30 * i));
            }

            q.Expval(Z(3) * Z(123));
            q.Expval(Z(60));
            q.Probs(3, 50, 123);
            q.VnEntropy(3, logBase: 2);
        });
        var device = new Device("default.qubit", wires: 127, seed: 1);

        var result = device.Execute(circuit);
        var counts = (IReadOnlyDictionary<string, int>)device.Execute(circuit.WithMeasurements(Measurement.Counts(false)).WithShots(100)).Get(0);

        Near.Equal([1, 1, 1], [(double)result.Get(0), (double)result.Get(1), (double)result.Get(3)]);
        Near.Equal([0.5, 0, 0, 0, 0, 0.5, 0, 0], (double[])result.Get(2));
        Assert.All(counts.Keys, static bits => Assert.Equal(127, bits.Length));
        Assert.Equal(100, counts.Values.Sum());
    }

    [Fact]
    public void State_OfATooWideDevice_StatesTheMemoryBeforeAllocating()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.State(); });

        var error = Assert.Throws<DeviceException>(() => new Device("default.qubit", wires: 50).Execute(circuit));

        Assert.Contains("16 PiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_TooLargeForTheMemory_IsRefusedWithTheNeed()
    {
        var circuit = Circuit.Build(q => { q.Control(inner => inner.X(0), Wires.Create([.. Enumerable.Range(1, 40).Select(static i => new Wire(i))])); q.Expval(Z(0)); });

        Assert.Contains("32 TiB", Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(circuit)).Message, StringComparison.Ordinal);
        Assert.Contains("default.mixed", Assert.Throws<DeviceException>(() => new Device("default.mixed").Execute(circuit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wire_UnknownToTheDevice_IsRefusedByName()
    {
        var circuit = Circuit.Build(q => { q.H("aux"); q.Probs(); });

        var error = Assert.Throws<DeviceException>(() => new Device("default.qubit", wires: 2).Execute(circuit));

        Assert.Contains("wire aux", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_NotPositive_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Device("default.qubit") { Threads = 0 });

    [Fact]
    public void Device_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains("default.qubit", Assert.Throws<ArgumentException>(() => new Device("deafult.qubit")).Message, StringComparison.Ordinal);

    [Fact]
    public void Noise_OnAStateVector_IsRefused()
    {
        var circuit = Circuit.Build(q => { q.BitFlip(0.1, 0); q.Probs(); });

        Assert.Contains("default.mixed", Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(circuit)).Message, StringComparison.Ordinal);
        Near.Equal([0.9, 0.1], (double[])new Device("default.mixed").Execute(circuit).Get(0));
    }

    [Fact]
    public void Preparation_OnTwoGroupsOfWires_IsTheirProduct()
    {
        var circuit = Circuit.Build(q =>
        {
            q.StatePrep([0.6, new Complex(0, 0.8)], 2);
            q.BasisState([1, 0], 0, 3);
            q.Identity(1);
            q.State();
        });

        var state = (Complex[])new Device("default.qubit", 4).Execute(circuit).Get(0);

        Near.Equal([0.6, new Complex(0, 0.8)], [state[0b1000], state[0b1010]]);
    }

    [Fact]
    public void Preparation_MixedState_NeedsADensityMatrix()
    {
        var circuit = Circuit.Build(q => { q.QubitDensityMatrix(new Complex[,] { { 0.25, 0 }, { 0, 0.75 } }, 1); q.X(0); q.Probs(0, 1); });

        Near.Equal([0, 0, 0.25, 0.75], (double[])new Device("default.mixed").Execute(circuit).Get(0));
        Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(circuit));
        Assert.Throws<ArgumentException>(() => new DensityMatrixPreparation(new Complex[,] { { 0.5, 0 }, { 0, 0.75 } }, 1));
    }

    [Fact]
    public void Snapshots_OfTwoPlaces_GiveTheValuesThere()
    {
        var circuit = Circuit.Build(q => { q.Snapshot("start"); q.X(0); q.Snapshot(); q.H(1); q.Probs(); });

        var values = new Device("default.qubit").Snapshots(circuit, Measurement.Probs());

        Assert.Equal([1, 0, 0, 0], values["start"]);
        Assert.Equal([0, 0, 1, 0], values["1"]);
    }

    [Fact]
    public void Execute_ManyCircuits_KeepsTheirOrder()
    {
        var circuits = Enumerable.Range(0, 100).Select(i => Circuit.Build(q => { q.RX(0.01 * i, 0); q.Expval(Z(0)); })).ToArray();

        var results = new Device("default.qubit").Execute(circuits);

        Near.Equal([.. Enumerable.Range(0, 100).Select(static i => Math.Cos(0.01 * i))], [.. results.Select(static result => (double)result.Get(0))]);
    }

    [Fact]
    public void Execute_Cancelled_StopsBeforeTheNextCircuit()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => new Device("default.qubit").Execute([Circuit.Build(q => { q.H(0); q.Probs(); })], null, source.Token));
    }

    [Fact]
    public void Execute_MixedDeviceWithShots_SamplesTheDiagonal()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.CNOT(0, 1); q.DepolarizingChannel(0.3, 0); q.Probs(0, 1); });
        var exact = (double[])new Device("default.mixed").Execute(circuit).Get(0);

        SamplingRule.Check(exact, (double[])new Device("default.mixed", shots: 20_000, seed: 1).Execute(circuit).Get(0), 20_000);
    }
}
