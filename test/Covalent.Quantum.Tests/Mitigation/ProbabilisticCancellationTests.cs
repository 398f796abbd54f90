using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Mitigation;

public sealed class ProbabilisticCancellationTests
{
    private const double Strength = 0.06;

    private static readonly NoiseModel Noise = new NoiseModel().After(static operation => operation.Wires.Count == 2, static (q, wire) => q.DepolarizingChannel(Strength, wire));

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void TheInverse_OfTheChannel_IsExact(double strength)
    {
        // All four choices behind one noisy gate, weighted: the mean without noise.
        var (nothing, pauli) = ProbabilisticCancellation.Inverse(strength);
        double Mean(Action<CircuitBuilder> choice) => (double)new Device("default.mixed").Execute(Circuit.Build(q =>
        {
            q.RX(0.7, 0);
            q.DepolarizingChannel(strength, 0);
            choice(q);
            q.Expval((0.6 * Z(0)) + (0.8 * Y(0)));
        })).Get(0);

        var mitigated = (nothing * Mean(static _ => { })) + (pauli * (Mean(static q => q.X(0)) + Mean(static q => q.Y(0)) + Mean(static q => q.Z(0))));

        Assert.Equal((0.6 * Math.Cos(0.7)) - (0.8 * Math.Sin(0.7)), mitigated, 1e-12);
    }

    [Fact]
    public void AnEnsemble_ComesToTheNoiselessMean_WhereTheNoisyOneDoesNot()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.RY(0.4, 0);
            q.CNOT(0, 1);
            q.CNOT(1, 2);
            q.Expval(Z(0) * Z(2));
        });
        double Noisy(Circuit clean) => (double)new Device("default.mixed").Execute(Noise.Apply(clean)).Get(0);

        // Three of the four noisy places touch Z0 Z2, each shrinks it by 1 - 4p/3.
        var shrink = 1 - (4 * Strength / 3);
        Assert.True(Noisy(circuit) < shrink);
        Assert.Equal(1, ProbabilisticCancellation.Mitigate(Noisy, circuit, Depolarizing, 600, seed: 4), 0.05);
        Assert.Equal(Math.Pow(((1.5 / shrink) - 0.5), 4), ProbabilisticCancellation.Cost(circuit, Depolarizing), 1e-12);
        Assert.Equal(ProbabilisticCancellation.Ensemble(circuit, Depolarizing, 5, 1), ProbabilisticCancellation.Ensemble(circuit, Depolarizing, 5, 1));
        Assert.Contains("below 0.75", Assert.Throws<ArgumentException>(() => ProbabilisticCancellation.Ensemble(circuit, static _ => 0.75, 1)).Message);
    }

    private static double Depolarizing(Operation operation) => operation is Gate { Kind: GateKind.CNOT } ? Strength : 0;
}
