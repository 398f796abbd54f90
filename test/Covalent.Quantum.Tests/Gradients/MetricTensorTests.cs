namespace Covalent.Quantum.Tests.Gradients;

public sealed class MetricTensorTests
{
    [Fact]
    public void MetricTensor_OfTwoRotations_IsTheKnownOne()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.RX(0.4, 0);
            q.RY(0.7, 0);
            q.Expval(Observable.Z(0));
        });

        var metric = new Device("lightning.qubit").MetricTensor(circuit);

        AssertEqual(new[,] { { 0.25, 0 }, { 0, 0.25 * Math.Pow(Math.Cos(0.4), 2) } }, metric);
    }

    [Fact]
    public void MetricTensor_OfControlledRotationsAndPhases_EqualsTheNumericalOne()
    {
        var template = Circuit.Build(static q =>
        {
            var x = Parameters.Inputs([0.3, 0.5, -0.8]);
            q.H(0);
            q.RY(0.9, 1);
            q.CRX(x[0], 0, 1);
            q.PhaseShift(x[1] * x[0], 0);
            q.RX(x[2], 1);
            q.Expval(Observable.Z(0) * Observable.Z(1));
        });
        double[] inputs = [0.3, 0.5, -0.8];
        var device = new Device("default.qubit");

        AssertEqual(Numerical(device, template, inputs), device.MetricTensor(template, inputs), 1e-6);
    }

    [Fact]
    public void QuantumNaturalGradient_WithTheMetricOfTheCircuit_FindsTheMinimum()
    {
        var device = new Device("lightning.qubit");
        var circuit = Circuit.Build(static q =>
        {
            var x = Parameters.Inputs([0.6, 0.7]);
            q.RX(x[0], 0);
            q.RY(x[1], 0);
            q.Expval(Observable.Z(0));
        });
        var objective = new Objective(x => (double)device.Execute(circuit.Bind(x)).Get(0), x => device.Gradient(circuit, x), x => device.MetricTensor(circuit, x));

        var result = new QNGOptimizer(stepSize: 0.2, regularization: 1e-3).Minimize(objective, [0.6, 0.7], iterations: 60);

        Assert.Equal(-1, result.Value, 1e-3);
    }

    [Fact]
    public void MetricTensor_WithoutShiftRule_NamesTheParameter()
    {
        var circuit = new Circuit([new SpecialUnitary([0.1, 0.2, 0.3], 0)], [Measurement.Expval(Observable.Z(0))]);

        Assert.Contains("Parameter 0", Assert.Throws<NotSupportedException>(() => new Device("default.qubit").MetricTensor(circuit)).Message);
    }

    /// <summary>From the fall of the overlap with the state beside it: 1 − |⟨ψ(x)|ψ(x+d)⟩|² = dᵀ·g·d.</summary>
    private static double[,] Numerical(Device device, Circuit circuit, double[] x)
    {
        const double Step = 1e-3;
        var bare = circuit.WithMeasurements(Measurement.State());
        var centre = State(x);
        var metric = new double[x.Length, x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            for (var k = 0; k < x.Length; k++)
            {
                metric[i, k] = (Fall(i, 1, k, 1) - Fall(i, 1, k, -1) - Fall(i, -1, k, 1) + Fall(i, -1, k, -1)) / (8 * Step * Step);
            }
        }

        return metric;

        double Fall(int i, int si, int k, int sk)
        {
            double[] moved = [.. x];
            moved[i] += si * Step;
            moved[k] += sk * Step;
            var other = State(moved);
            var overlap = centre.Zip(other).Aggregate(System.Numerics.Complex.Zero, static (sum, pair) => sum + (System.Numerics.Complex.Conjugate(pair.First) * pair.Second));
            return 1 - Math.Pow(overlap.Magnitude, 2);
        }

        System.Numerics.Complex[] State(double[] at) => (System.Numerics.Complex[])device.Execute(bare.Bind(at)).Get(0);
    }

    private static void AssertEqual(double[,] expected, double[,] actual, double tolerance = 1e-12)
    {
        for (var i = 0; i < expected.GetLength(0); i++)
        {
            for (var k = 0; k < expected.GetLength(1); k++)
            {
                Assert.Equal(expected[i, k], actual[i, k], tolerance);
            }
        }
    }
}
