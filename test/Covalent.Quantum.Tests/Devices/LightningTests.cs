using System.Numerics;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum.Tests.Devices;

/// <summary>The fast device against the readable one: every gate, every form of it, every way to read the state.</summary>
public sealed class LightningTests
{
    public static TheoryData<GateKind> Kinds => [.. Enum.GetValues<GateKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lightning_EveryFormOfAGate_GivesTheStateOfTheReference(GateKind kind)
    {
        var random = new Random((int)kind);
        var operations = new List<Operation>();
        for (var wire = 0; wire < 7; wire++)
        {
            operations.Add(new Gate(GateKind.Rot, wire, random.NextDouble(), random.NextDouble() * 3, random.NextDouble()));
        }

        for (var count = 0; count < 6; count++)
        {
            operations.Add(Form(RandomGate(kind, random), random, count));
            operations.Add(new Gate(GateKind.RY, random.Next(7), random.NextDouble()));
        }

        AssertSameState(new Circuit(operations, [Measurement.State()]), Precision.Double);
        AssertSameState(new Circuit(operations, [Measurement.State()]), Precision.Single);
    }

    [Theory]
    [InlineData(Precision.Double, 1e-10)]
    [InlineData(Precision.Single, 2e-4)]
    public void Lightning_RandomCircuits_ReadsLikeTheReference(Precision precision, double tolerance)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var circuit = RandomCircuit(new Random(seed), wires: 4 + (seed % 5));
            var expected = new Device("default.qubit").Execute(circuit);
            var actual = new Device("lightning.qubit") { Precision = precision }.Execute(circuit);
            for (var measurement = 0; measurement < circuit.Measurements.Count; measurement++)
            {
                AssertClose(expected.Get(measurement), actual.Get(measurement), tolerance);
            }
        }
    }

    [Theory]
    [InlineData("lightning.qubit")]
    [InlineData("default.qubit")]
    [InlineData("default.mixed")]
    public void Cancelling_StopsARunningCircuit_NotOnlyTheNextOne(string name)
    {
        using var source = new CancellationTokenSource();

        // The device cancels itself while it looks at the last parameter: after it has begun, before it is done.
        var circuit = Circuit.Build(q =>
        {
            q.H(0);
            q.Evolve(new ParametrizedHamiltonian().With((_, _) => { source.Cancel(); return 1; }, Observable.X(0)), Parameters.Constants([]), 0, 1);
            q.H(0);
            q.Expval(Observable.Z(0));
        });

        Assert.Throws<OperationCanceledException>(() => new Device(name).Execute(circuit, cancellationToken: source.Token));
    }

    [Fact]
    public void Lightning_WithShots_DrawsTheSamplesOfTheReference()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var operations = RandomOperations(new Random(seed), 6);
            var circuit = new Circuit(operations, [Measurement.Counts(allOutcomes: false)], shots: 500);
            var expected = (IReadOnlyDictionary<string, int>)new Device("default.qubit", seed: seed).Execute(circuit).Get(0);
            var actual = (IReadOnlyDictionary<string, int>)new Device("lightning.qubit", seed: seed).Execute(circuit).Get(0);
            Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
        }
    }

    [Fact]
    public void Lightning_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var operations = RandomOperations(new Random(77), 16);
        var circuit = new Circuit(operations, [Measurement.Expval(Observable.Z(0) + (0.3 * Observable.X(7))), Measurement.Probs(3, 9), Measurement.State()]);
        var alone = new Device("lightning.qubit", wires: 16) { Threads = 1 }.Execute(circuit);
        foreach (var threads in new[] { 2, 4 })
        {
            var together = new Device("lightning.qubit", wires: 16) { Threads = threads }.Execute(circuit);
            Assert.Equal((double)alone.Get(0), (double)together.Get(0));
            Assert.Equal((double[])alone.Get(1), (double[])together.Get(1));
            Assert.Equal((Complex[])alone.Get(2), (Complex[])together.Get(2));
        }
    }

    [Fact]
    public void Lightning_StateTooLargeForThisMachine_SaysWhatItNeeds()
    {
        var q = new CircuitBuilder();
        for (var wire = 0; wire < 39; wire++)
        {
            q.Hadamard(wire);
        }

        _ = q.Expval(Observable.Z(0));
        var error = Assert.Throws<DeviceException>(() => new Device("lightning.qubit").Execute(q.ToCircuit()));

        Assert.Contains("8 TiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Gradients.GradientTests.Circuits), MemberType = typeof(Gradients.GradientTests))]
    public void Lightning_AdjointGradient_AgreesWithFiniteDifferences(string what, Action<CircuitBuilder, Parameters> describe, double[] at)
    {
        var circuit = Circuit.Build(q => describe(q, Parameters.Inputs(at)));
        var adjoint = new Device("lightning.qubit").Gradient(circuit, at, new GradientOptions { Method = GradientMethod.Adjoint });
        var differences = new Device("default.qubit").Gradient(circuit, at, new GradientOptions { Method = GradientMethod.FiniteDifference });
        Assert.True(adjoint.Zip(differences).All(pair => Math.Abs(pair.First - pair.Second) < 1e-7), $"{what}: [{string.Join(", ", adjoint)}] and [{string.Join(", ", differences)}]");
    }

    [Fact]
    public void Lightning_AdjointOfMatrixObservablesAndPreparedStates_AgreesWithFiniteDifferences()
    {
        var matrix = new Complex[,] { { 0.3, new(0.1, -0.7), 0, 0.2 }, { new(0.1, 0.7), -1, 0.5, 0 }, { 0, 0.5, 0.8, new(0, 0.4) }, { 0.2, 0, new(0, -0.4), 0.1 } };
        var operations = new List<Operation>
        {
            new StateVectorPreparation([0.6, 0, new Complex(0, 0.8), 0], Wires.Create([0, 1])),
            new Gate(GateKind.RX, 0, 0.3),
            new Gate(GateKind.CRY, Wires.Create([0, 1]), 1.2),
            new DiagonalUnitary([1, Complex.ImaginaryOne, -1, 1], Wires.Create([2, 0])),
            new ProjectorPhase(0.4, 3, Wires.Create([1, 2])),
            new Gate(GateKind.Rot, 2, 0.2, -0.9, 0.5),
        };
        var circuit = new Circuit(operations, [Measurement.Expval(Observable.Hermitian(matrix, Wires.Create([1, 2]))), Measurement.Expval(2.0 * Observable.H(0) + Observable.Z(1))]);
        var adjoint = new Device("lightning.qubit").Jacobian(circuit, null, new GradientOptions { Method = GradientMethod.Adjoint });
        var differences = new Device("default.qubit").Jacobian(circuit, null, new GradientOptions { Method = GradientMethod.FiniteDifference });
        Assert.All(adjoint.Cast<double>(), (value, i) => Assert.Equal(differences.Cast<double>().ElementAt(i), value, 1e-7));
    }

    [Fact]
    public void Lightning_GradientOfASampledCircuit_SaysWhatToDo()
    {
        var circuit = new Circuit([new Gate(GateKind.RX, 0, 0.3)], [Measurement.Probs(Wires.Create([0]))]);
        var error = Assert.Throws<NotSupportedException>(() => new Device("lightning.qubit").Jacobian(circuit, null, new GradientOptions { Method = GradientMethod.Adjoint }));
        Assert.Contains("ParameterShift", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSameState(Circuit circuit, Precision precision)
    {
        var expected = (Complex[])new Device("default.qubit", wires: 7).Execute(circuit).Get(0);
        var actual = (Complex[])new Device("lightning.qubit", wires: 7) { Precision = precision }.Execute(circuit).Get(0);
        AssertClose(expected, actual, precision == Precision.Double ? 1e-12 : 1e-5);
    }

    private static void AssertClose(object expected, object actual, double tolerance)
    {
        switch (expected)
        {
            case double value:
                Assert.Equal(value, (double)actual, tolerance);
                break;
            case double[] values:
                Assert.All(values, (value, i) => Assert.Equal(value, ((double[])actual)[i], tolerance));
                break;
            case Complex[] amplitudes:
                Assert.All(amplitudes, (amplitude, i) => Assert.InRange(Complex.Abs(amplitude - ((Complex[])actual)[i]), 0, tolerance));
                break;
            case Complex[,] matrix:
                Assert.All(matrix.Cast<Complex>(), (entry, i) => Assert.InRange(Complex.Abs(entry - ((Complex[,])actual).Cast<Complex>().ElementAt(i)), 0, tolerance));
                break;
            default:
                Assert.Fail($"No comparison for {expected.GetType()}.");
                break;
        }
    }

    private static Operation Form(Gate gate, Random random, int form)
    {
        var free = Enumerable.Range(0, 7).Where(wire => !gate.Wires.Contains(wire)).OrderBy(_ => random.Next()).ToArray();
        return form switch
        {
            0 => gate,
            1 => gate.Adjoint(),
            2 => gate.Power(0.37),
            3 when free.Length > 0 => gate.Controlled(free[0]),
            4 when free.Length > 1 => gate.Controlled(Wires.Create([free[0], free[1]]), [false, true]),
            5 when free.Length > 0 => gate.Power(-1.3).Controlled(free[0], [false]),
            _ => gate,
        };
    }

    private static Gate RandomGate(GateKind kind, Random random)
    {
        var description = GateTable.Describe(kind);
        var wires = Enumerable.Range(0, 7).OrderBy(_ => random.Next()).Take(description.Wires ?? 3).Select(static wire => (Wire)wire).ToArray();
        Parameter[] parameters = [.. Enumerable.Range(0, description.Parameters).Select(_ => (Parameter)((random.NextDouble() - 0.5) * 7))];
        return new(kind, Wires.Create(wires), parameters);
    }

    private static List<Operation> RandomOperations(Random random, int wires)
    {
        var operations = new List<Operation>();
        for (var count = 0; count < 6 * wires; count++)
        {
            var kind = (GateKind)random.Next(Enum.GetValues<GateKind>().Length);
            var gate = RandomGate(kind, random);
            var places = Enumerable.Range(0, wires).OrderBy(_ => random.Next()).ToArray();
            if (gate.Wires.Count <= wires)
            {
                operations.Add(gate.OnWires(gate.Wires.Select((wire, i) => (wire, i)).ToDictionary(pair => pair.wire, pair => (Wire)places[pair.i])));
            }
        }

        return operations;
    }

    private static Circuit RandomCircuit(Random random, int wires)
    {
        var operations = RandomOperations(random, wires);
        var observable = (0.7 * Observable.X(0) * Observable.Y(1)) + (-0.2 * (Observable.Z(1) * Observable.Z(2))) + (1.1 * Observable.Y(3)) + (0.4 * Observable.Z(0));
        return new(operations,
        [
            Measurement.Expval(observable),
            Measurement.Var(Observable.X(0) * Observable.Z(2)),
            Measurement.Probs(2, 0),
            Measurement.Probs(Wires.Range(wires)),
            Measurement.State(),
            Measurement.DensityMatrix(1, 3),
            Measurement.VnEntropy(Wires.Create([0, 2])),
        ]);
    }
}
