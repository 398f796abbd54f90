using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests;

/// <summary>The code of docs/guides/quantum.md, compiled and run; a block of the guide that is not here fails a test.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Guide_EveryBlock_RunsAndSaysTheTruth()
    {
        var q = new CircuitBuilder();
        q.H(0);
        q.CNOT(0, 1);
        var probabilities = q.Probs(0, 1);
        var correlation = q.Expval(Z(0) * Z(1));
        var circuit = q.ToCircuit();

        var device = new Device("lightning.qubit", wires: 2);
        var result = device.Execute(circuit);
        double[] p = result.Get(probabilities);     // 0.5, 0, 0, 0.5
        double zz = result.Get(correlation);        // 1
        Assert.Equal((0.5, 1), (Math.Round(p[3], 12), Math.Round(zz, 12)));

        var hamiltonian = 0.5 * Z(0) + X(0) * Y(1) - 2 * Projector([1, 1], [0, 1]);
        var energy = q.Expval(hamiltonian);
        var spread = q.Var(Z(0));
        var entropy = q.VnEntropy(0, logBase: 2);
        var reduced = q.DensityMatrix(1);
        var more = device.Execute(q.ToCircuit());
        Assert.Equal((-1, 1, 1), (Math.Round(more.Get(energy), 12), Math.Round(more.Get(spread), 12), Math.Round(more.Get(entropy), 12)));
        Assert.Equal(0.5, more.Get(reduced)[0, 0].Real, 12);

        var counts = Measurement.Counts(allOutcomes: false, 0, 1);
        var sampler = new Device("lightning.qubit", wires: 2, shots: 1000, seed: 42);
        IReadOnlyDictionary<string, int> sampled = sampler.Execute(circuit.WithMeasurements(counts)).Get(counts);

        var vector = sampler.Execute(circuit.WithMeasurements(counts).WithShots(Shots.Vector(10, 100)));
        int few = vector.Get(counts, shotEntry: 0).Values.Sum();       // 10
        Assert.Equal((1000, 10), (sampled.Values.Sum(), few));

        Circuit Ansatz(Parameters x) => Circuit.Build(b =>
        {
            b.RX(x[0], 0);
            b.RY(2 * x[0] + Parameter.Sin(x[1]), 1);
            b.CNOT(0, 1);
            b.Expval(Z(1));
        });

        var template = Ansatz(Parameters.Inputs([0.1, 0.2]));
        foreach (var step in new[] { 0.1, 0.2, 0.3 })
        {
            var value = (double)device.Execute(template.Bind(step, -step)).Get(0);
            Assert.Equal(Math.Cos(step) * Math.Cos((2 * step) - Math.Sin(step)), value, 10);
        }

        var rows = template.Bind(new[,] { { 0.1, 0.2 }, { 0.3, 0.4 } });     // broadcasting: one result per row
        var second = (double)device.Execute(rows).Get(0, row: 1);
        Assert.Equal(Math.Cos(0.3) * Math.Cos(0.6 + Math.Sin(0.4)), second, 10);

        var iqp = Circuit.Build(b =>
        {
            b.IqpEmbedding(new[] { 1.3, -0.7 }, wires: [0, 1]);
            b.H(1);
            b.Probs(0, 1);
        });
        var exact = (double[])device.Execute(iqp).Get(0);
        Assert.Equal([0.2402, 0.2598, 0.4945, 0.0055], exact.Select(static value => Math.Round(value, 4)));

        var teleport = Circuit.Build(b =>
        {
            b.RY(0.4, 0);
            b.H(1);
            b.CNOT(1, 2);
            b.CNOT(0, 1);
            b.H(0);
            var (m0, m1) = (b.Measure(0), b.Measure(1));
            b.If(m1, then => then.X(2));
            b.If(m0, then => then.Z(2));
            b.Expval(Z(2));
            b.Probs(m0, m1);
        });
        Assert.Equal(Math.Cos(0.4), (double)new Device("lightning.qubit").Execute(teleport).Get(0), 10);

        var noisy = Circuit.Build(b =>
        {
            b.H(0);
            b.CNOT(0, 1);
            b.DepolarizingChannel(0.1, 0);
            b.AmplitudeDamping(0.2, 1);
            b.Expval(Z(0) * Z(1));
        });
        var faded = (double)new Device("default.mixed").Execute(noisy).Get(0);
        Assert.InRange(faded, 0.5, 0.8);

        var model = new NoiseModel()
            .After(op => op.Wires.Count == 2, (b, wire) => b.DepolarizingChannel(0.02, wire))
            .BeforeMeasurement((b, wire) => b.BitFlip(0.01, wire));
        double Noisy(Circuit clean) => (double)new Device("default.mixed").Execute(model.Apply(clean)).Get(0);

        var bell = Circuit.Build(b =>
        {
            b.H(0);
            b.CNOT(0, 1);
            b.Expval(Z(0) * Z(1));
        });
        var raw = Noisy(bell);                                                   // below 1
        var mitigated = ZeroNoise.Mitigate(Noisy, bell, scales: [1, 3, 5]);      // nearer to 1
        Assert.InRange(raw, 0.9, 0.97);
        Assert.InRange(Math.Abs(1 - mitigated), 0, 0.6 * (1 - raw));

        var large = Circuit.Build(b =>
        {
            b.RY(0.7, 0);
            b.CNOT(0, 1);
            b.WireCut(1);
            b.CNOT(1, 2);
            b.Expval(Z(0) * Z(2));
        });
        var cut = large.CutAtMarkers();                          // pieces of at most cut.MaximumWires wires
        double[] means = cut.Run(new Device("lightning.qubit"));     // 1, as without the cut
        Assert.Equal(1, Assert.Single(means), 10);

        var pulse = new ParametrizedHamiltonian(0.5 * Z(0)).With((p, t) => p[0] * Math.Sin(p[1] * t), X(0));
        var driven = Circuit.Build(b =>
        {
            b.Evolve(pulse, new[] { 0.8, 2.0 }, start: 0, end: 3);
            b.Probs(0);
        });
        Assert.Equal(1, ((double[])device.Execute(driven).Get(0)).Sum(), 10);

        double[] slope = device.Gradient(template, [0.3, 0.4]);                  // by the inputs, exact
        double[,] metric = device.MetricTensor(template, [0.3, 0.4]);            // Fubini–Study, for the natural gradient
        var objective = new Objective(
            x => (double)device.Execute(template.Bind(x)).Get(0),
            x => device.Gradient(template, x),
            x => device.MetricTensor(template, x));
        var minimum = new AdamOptimizer(stepSize: 0.1).Minimize(objective, [0.3, 0.4], iterations: 200);
        Assert.Equal((2, 2, 2), (slope.Length, metric.GetLength(0), metric.GetLength(1)));
        Assert.InRange(minimum.Value, -1, -0.59);

        var qelectron = QElectron.Create(
            (CircuitBuilder b, double[] x) =>
            {
                b.IqpEmbedding(x, wires: [0, 1]);
                b.H(1);
                return b.Probs(0, 1);
            },
            new Device("default.qubit", wires: 2),
            executors: [new Simulator(), new Simulator { Device = "lightning.qubit" }],
            selector: Selector.Cyclic);

        double[] now = qelectron.Run([1.3, -0.7]);
        QFuture<double[]> later = qelectron.RunLater([0.6, -1.57]);              // any number may be open
        double[] then = later.Result();
        Assert.Equal(exact, now.Select(static p => Math.Round(p, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0.0479331432, then[0], 1e-9);

        var program = QasmProgram.Parse("""
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[2];
            creg c[2];
            h q[0];
            cx q[0],q[1];
            measure q -> c;
            """);
        var distribution = (OutcomeDistribution)device.Execute(program.WithDistribution()).Get(0);
        string text = circuit.ToOpenQasm(new QasmWriterOptions { MeasureAll = true });
        Assert.Equal(["00", "11"], distribution.Outcomes.Select(static outcome => outcome.Key).Order());
        Assert.Contains("measure q -> meas;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_EveryLineOfCode_StandsInThisFile()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Covalent.slnx")))
        {
            root = root.Parent;
        }

        Assert.NotNull(root);
        var source = Lines(File.ReadAllText(Path.Combine(root.FullName, "test", "Covalent.Quantum.Tests", "GuideTests.cs"))).ToHashSet();
        var blocks = File.ReadAllText(Path.Combine(root.FullName, "docs", "guides", "quantum.md")).Split("```csharp").Skip(1).Select(static rest => rest.Split("```")[0]).ToArray();

        Assert.True(blocks.Length >= 8);
        Assert.All(blocks.SelectMany(Lines), line => Assert.Contains(line, source));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0);
}
