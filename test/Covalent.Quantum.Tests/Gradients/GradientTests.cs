namespace Covalent.Quantum.Tests.Gradients;

public sealed class GradientTests
{
    private static readonly Device Exact = new("default.qubit");

    public static TheoryData<string, Action<CircuitBuilder, Parameters>, double[]> Circuits => new()
    {
        { "rotations", (q, x) => { q.RX(x[0], 0); q.RY(x[1], 1); q.CNOT(0, 1); q.RZ(x[2], 1); q.Hadamard(1); q.Expval(Observable.Z(0) * Observable.X(1)); }, [0.3, -0.7, 1.1] },
        { "controlled rotations (four terms)", (q, x) => { q.Hadamard(0); q.CRX(x[0], 0, 1); q.CRY(x[1], 1, 0); q.CRZ(x[2], 0, 1); q.RX(0.4, 1); q.Expval(Observable.Y(0) + (0.5 * Observable.Z(1))); }, [0.3, -0.7, 1.1] },
        { "a parameter used twice", (q, x) => { q.RX(x[0], 0); q.RY(0.2, 0); q.RX(x[0], 0); q.Expval(Observable.Z(0)); }, [0.9] },
        { "parameters inside expressions", (q, x) => { q.RX(x[0] * x[1], 0); q.RY(Parameter.Sin(x[0]), 0); q.Expval(Observable.Z(0)); }, [0.9, -0.4] },
        { "products in an IQP layer", (q, x) => { q.IqpEmbedding(x, wires: [0, 1]); q.Hadamard(1); q.Expval(Observable.Z(1)); }, [1.3, -0.7] },
        { "excitations", (q, x) => { q.PauliX(0); q.PauliX(1); q.SingleExcitation(x[0], 1, 2); q.DoubleExcitation(x[1], 0, 1, 2, 3); q.Expval(Observable.Z(2) + (Observable.X(1) * Observable.X(2))); }, [0.8, 0.5] },
        { "phases", (q, x) => { q.Hadamard(0); q.Hadamard(1); q.PhaseShift(x[0], 0); q.ControlledPhaseShift(x[1], 0, 1); q.IsingXX(x[2], 0, 1); q.Hadamard(0); q.Expval(Observable.X(0) * Observable.Y(1)); }, [0.8, 0.5, -0.3] },
        { "U3 and Rot", (q, x) => { q.U3(x[0], x[1], x[2], 0); q.Rot(x[2], x[1], x[0], 0); q.Expval(Observable.X(0)); }, [0.8, 0.5, -0.3] },
        { "orbital rotation (frequencies ½, 1, 3⁄2, 2)", (q, x) => { q.PauliX(0); q.PauliX(1); q.RY(0.7, 2); q.OrbitalRotation(x[0], 0, 1, 2, 3); q.RX(0.3, 3); q.Expval(Observable.Z(2) * Observable.Z(3)); }, [0.8] },
        { "vendor gates", (q, x) => { q.GPi2(x[0], 0); q.GPi(x[1], 0); q.MS(x[0], x[1], x[2], 0, 1); q.PRx(x[2], x[0], 1); q.Expval(Observable.Y(0) + Observable.Z(1)); }, [0.8, 0.5, -0.3] },
        { "controlled by hand", (q, x) => { q.Hadamard(0); q.Apply(new Gate(Covalent.Quantum.GateKind.RX, [1], x[0]).Controlled([0])); q.Apply(new Gate(Covalent.Quantum.GateKind.IsingZZ, [1, 2], x[1]).Controlled([0])); q.Hadamard(2); q.Expval(Observable.Y(1) + (Observable.X(0) * Observable.X(2))); }, [0.8, 0.5] },
        { "variance", (q, x) => { q.RX(x[0], 0); q.RY(x[1], 0); q.Var(Observable.Z(0) + (0.3 * Observable.X(0))); }, [0.8, 0.5] },
    };

    [Theory]
    [MemberData(nameof(Circuits))]
    public void ParameterShift_AgreesWithFiniteDifferences(string what, Action<CircuitBuilder, Parameters> describe, double[] at)
    {
        var circuit = Circuit.Build(q => describe(q, Parameters.Inputs(at)));
        var shift = Exact.Gradient(circuit, at, new GradientOptions { Method = GradientMethod.ParameterShift });
        var differences = Exact.Gradient(circuit, at, new GradientOptions { Method = GradientMethod.FiniteDifference });
        Assert.True(shift.Zip(differences).All(pair => Math.Abs(pair.First - pair.Second) < 1e-8), $"{what}: [{string.Join(", ", shift)}] and [{string.Join(", ", differences)}]");
        Assert.Contains(shift, value => Math.Abs(value) > 1e-3);
    }

    [Fact]
    public void Reference_RxRyZ_ValueGradientAndHessian()
    {
        var circuit = Circuit.Build(q => { var x = Parameters.Inputs([0.54, 0.12]); q.RX(x[0], 0); q.RY(x[1], 0); q.Expval(Observable.Z(0)); });
        Assert.Equal([-0.510438652516502, -0.1026781994569318], Exact.Gradient(circuit, [0.54, 0.12]), Within(1e-12));
        var hessian = Exact.Hessian(circuit, [0.54, 0.12]);
        Assert.Equal([-0.8515405859048367, 0.06154835440747159, 0.06154835440747159, -0.8515405859048367], hessian.Cast<double>(), Within(1e-12));
    }

    [Fact]
    public void Reference_StronglyEntanglingLayers_Gradient()
    {
        var weights = new double[,,] { { { 0.1, 0.2, 0.3 }, { 0.4, 0.5, 0.6 }, { 0.7, 0.8, 0.9 } }, { { -0.1, 0.15, -0.2 }, { 0.25, -0.3, 0.35 }, { -0.4, 0.45, -0.5 } } };
        double[] flat = [.. weights.Cast<double>()];
        var circuit = Circuit.Build(q =>
        {
            var x = Parameters.Inputs(flat);
            for (var layer = 0; layer < 2; layer++)
            {
                for (var wire = 0; wire < 3; wire++)
                {
                    var at = (9 * layer) + (3 * wire);
                    q.Rot(x[at], x[at + 1], x[at + 2], wire);
                }

                for (var wire = 0; wire < 3; wire++)
                {
                    q.CNOT(wire, (wire + layer + 1) % 3);
                }
            }

            q.Expval(Observable.Z(0) + (0.5 * Observable.X(1) * Observable.Y(2)));
        });
        double[] expected =
        [
            0.0, -0.04360453693938152, 0.015611188764206245, 0.0, -0.06772487922717949, -0.035808016867769285, 0.0, -0.7048697479738939, -0.08811088654489573,
            -0.04231843140293578, -0.04570982492318596, 0.0, -0.048557419312560995, 0.40231405925635816, 0.0, -0.0530862403948839, -0.221504098103154, 0.13690434018411063,
        ];
        Assert.Equal(expected, Exact.Gradient(circuit, flat), Within(1e-12));
    }

    [Fact]
    public void Hessian_ThroughExpressions_AgreesWithDifferencesOfTheGradient()
    {
        double[] at = [0.9, -0.4];
        var circuit = Circuit.Build(q => { var x = Parameters.Inputs(at); q.RX(x[0] * x[1], 0); q.RY(Parameter.Sin(x[0]), 0); q.CRX(x[1], 0, 1); q.Expval(Observable.Z(0) + Observable.Z(1)); });
        var hessian = Exact.Hessian(circuit, at);
        for (var i = 0; i < 2; i++)
        {
            double[] up = [.. at], down = [.. at];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            var difference = Exact.Gradient(circuit, up).Zip(Exact.Gradient(circuit, down), (a, b) => (a - b) / 2e-5).ToArray();
            Assert.Equal(difference, [hessian[i, 0], hessian[i, 1]], Within(1e-7));
        }
    }

    [Fact]
    public void Jacobian_OfProbabilities_HasARowPerOutcome()
    {
        var circuit = Circuit.Build(q => { q.RX(0.4, 0); q.Probs(0); });
        var jacobian = Exact.Jacobian(circuit);
        Assert.Equal([-0.5 * Math.Sin(0.4), 0.5 * Math.Sin(0.4)], jacobian.Cast<double>(), Within(1e-12));
    }

    [Fact]
    public void ParameterShift_WithShots_IsCloseToTheExactGradient()
    {
        var circuit = Circuit.Build(q => { q.RX(0.4, 0); q.Expval(Observable.Z(0)); });
        var sampled = new Device("default.qubit", wires: 1, shots: 200_000, seed: 3).Gradient(circuit);
        // Two means of 200,000 samples: standard deviation below 0.0016; five of them.
        Assert.Equal(-Math.Sin(0.4), sampled[0], 0.008);
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "measures nothing", () => Exact.Gradient(Circuit.Build(q => q.RX(0.1, 0))) },
        { "has no derivative", () => Exact.Gradient(Circuit.Build(q => { q.RX(0.1, 0); q.State(); })) },
        { "has 2 results", () => Exact.Gradient(Circuit.Build(q => { q.RX(0.1, 0); q.Expval(Observable.Z(0)); q.Expval(Observable.X(0)); })) },
        { "does not differentiate by the adjoint method", () => Exact.Gradient(Circuit.Build(q => { q.RX(0.1, 0); q.Expval(Observable.Z(0)); }), options: new GradientOptions { Method = GradientMethod.Adjoint }) },
        { "broadcast", () => Exact.Gradient(Circuit.Build(q => { q.RX(new double[] { 0.1, 0.2 }, 0); q.Expval(Observable.Z(0)); })) },
        { "belongs to one Expval", () => Exact.Hessian(Circuit.Build(q => { q.RX(0.1, 0); q.Probs(0); })) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongUse_IsNamed(string expected, Action use) => Assert.Contains(expected, Record.Exception(use)!.Message);

    private static IEqualityComparer<double> Within(double tolerance) => EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) <= tolerance, _ => 0);
}
