namespace Covalent.Quantum.Tests.Mitigation;

public sealed class MitigationTests
{
    private static readonly Device Mixed = new("default.mixed");

    private static readonly Circuit Entangled = Circuit.Build(static q =>
    {
        q.RY(0.4, 0);
        q.CNOT(0, 1);
        q.RX(0.3, 1);
        q.CNOT(1, 2);
        q.Expval(Observable.Z(0) * Observable.Z(1));
    });

    private static readonly NoiseModel Noise = new NoiseModel()
        .After(static operation => operation.Wires.Count == 2, static (q, wire) => q.DepolarizingChannel(0.02, wire))
        .After(static operation => operation.Name == "RX", static (q, wire) => q.AmplitudeDamping(0.01, wire));

    [Fact]
    public void NoiseModel_PutsChannelsAfterTheGatesThatFit()
    {
        var noisy = Noise.AtStart(static (q, wire) => q.BitFlip(0.1, wire)).BeforeMeasurement(static (q, wire) => q.PhaseFlip(0.1, wire)).Apply(Entangled);

        Assert.Equal(
            ["BitFlip", "BitFlip", "BitFlip", "RY", "CNOT", "DepolarizingChannel", "DepolarizingChannel", "RX", "AmplitudeDamping", "CNOT", "DepolarizingChannel", "DepolarizingChannel", "PhaseFlip", "PhaseFlip", "PhaseFlip"],
            noisy.Operations.Select(static operation => operation.Name));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 12)]
    [InlineData(5, 20)]
    public void Fold_MakesTheCircuitLonger_AndChangesNothing(double scale, int gates)
    {
        var folded = ZeroNoise.Fold(Entangled, scale);

        Assert.Equal(gates, folded.Operations.Count);
        Assert.Equal(Mean(Entangled), Mean(folded), 1e-12);
    }

    [Theory]
    [InlineData(Extrapolation.Linear)]
    [InlineData(Extrapolation.Polynomial)]
    [InlineData(Extrapolation.Exponential)]
    public void Mitigate_OfANoisyMean_ComesCloserToTheTrueOne(Extrapolation extrapolation)
    {
        var exact = Mean(Entangled);
        var noisy = Mean(Noise.Apply(Entangled));

        var mitigated = ZeroNoise.Mitigate(static circuit => Mean(Noise.Apply(circuit)), Entangled, [1, 3, 5], extrapolation);

        Assert.True(Math.Abs(mitigated - exact) < 0.35 * Math.Abs(noisy - exact), $"exact {exact}, noisy {noisy}, mitigated {mitigated}");
    }

    [Fact]
    public void Extrapolate_OfKnownCurves_IsExact()
    {
        double[] scales = [1, 2, 3];
        Assert.Equal(0.9, ZeroNoise.Extrapolate(scales, [0.8, 0.7, 0.6], Extrapolation.Linear), 1e-12);
        Assert.Equal(2, ZeroNoise.Extrapolate(scales, [.. scales.Select(static x => 2 - x + (0.3 * x * x))], Extrapolation.Polynomial), 1e-12);
        Assert.Equal(-0.7, ZeroNoise.Extrapolate(scales, [.. scales.Select(static x => -0.7 * Math.Exp(-0.2 * x))], Extrapolation.Exponential), 1e-12);
        Assert.Contains("keeps its sign", Assert.Throws<ArgumentException>(() => ZeroNoise.Extrapolate(scales, [1, -1, 1], Extrapolation.Exponential)).Message);
        Assert.Contains("two different scales", Assert.Throws<ArgumentException>(() => ZeroNoise.Extrapolate([1], [1], Extrapolation.Linear)).Message);
    }

    [Fact]
    public void ReadoutMitigation_UndoesKnownErrors()
    {
        double[] truth = [0.5, 0.1, 0.15, 0.25];
        (double, double)[] errors = [(0.02, 0.05), (0.1, 0.03)];
        var read = new double[4];
        for (var from = 0; from < 4; from++)
        {
            for (var to = 0; to < 4; to++)
            {
                read[to] += truth[from] * Confusion(errors[0], from >> 1, to >> 1) * Confusion(errors[1], from & 1, to & 1);
            }
        }

        Assert.All(new ReadoutMitigation(errors).Correct(read).Zip(truth), static pair => Assert.Equal(pair.Second, pair.First, 1e-12));

        static double Confusion((double ZeroAsOne, double OneAsZero) error, int from, int to) => (from, to) switch
        {
            (0, 0) => 1 - error.ZeroAsOne,
            (0, 1) => error.ZeroAsOne,
            (1, 0) => error.OneAsZero,
            _ => 1 - error.OneAsZero,
        };
    }

    [Fact]
    public void SimultaneousPerturbation_OverManyDirections_ComesToTheGradient()
    {
        var device = new Device("lightning.qubit");
        var exact = device.Gradient(Entangled);

        var estimate = device.Gradient(Entangled, options: new() { Method = GradientMethod.SimultaneousPerturbation, Samples = 4000, Seed = 3 });

        Assert.All(exact.Zip(estimate), static pair => Assert.Equal(pair.First, pair.Second, 0.03));
    }

    private static double Mean(Circuit circuit) => (double)Mixed.Execute(circuit).Get(0);
}
