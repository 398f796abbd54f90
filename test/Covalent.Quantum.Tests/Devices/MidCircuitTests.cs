using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Devices;

public sealed class MidCircuitTests
{
    private const int Shots = 20_000;

    public static TheoryData<string, MidCircuitMethod> ExactWays =>
    [
        ("default.qubit", MidCircuitMethod.Automatic),
        ("default.qubit", MidCircuitMethod.Deferred),
        ("default.qubit", MidCircuitMethod.TreeTraversal),
        ("default.mixed", MidCircuitMethod.Automatic),
        ("lightning.qubit", MidCircuitMethod.Automatic),
        ("lightning.qubit", MidCircuitMethod.Deferred),
    ];

    public static TheoryData<MidCircuitMethod> SampledWays => [.. Enum.GetValues<MidCircuitMethod>()];

    [Theory]
    [MemberData(nameof(ExactWays))]
    public void Teleportation_ConditionsOnBothBits_MovesTheState(string name, MidCircuitMethod method)
    {
        var circuit = Circuit.Build(q =>
        {
            q.U3(0.4, 0.3, 0.5, 0);
            q.H(1);
            q.CNOT(1, 2);
            q.CNOT(0, 1);
            q.H(0);
            var (m0, m1) = (q.Measure(0), q.Measure(1));
            q.If(m1, then => then.X(2));
            q.If(m0, then => then.Z(2));
            q.Expval(X(2));
            q.Expval(Y(2));
            q.Expval(Z(2));
            q.Probs(m0, m1);
            q.Expval(m0 + (2 * m1));
            q.Var(m0);
            q.VnEntropy(2);
        });

        var result = new Device(name) { MidCircuit = method }.Execute(circuit);

        var (sine, cosine) = Math.SinCos(0.4);
        Near.Equal([sine * Math.Cos(0.3), sine * Math.Sin(0.3), cosine], [.. Enumerable.Range(0, 3).Select(i => (double)result.Get(i))]);
        Near.Equal([0.25, 0.25, 0.25, 0.25], (double[])result.Get(3));
        Near.Equal([1.5, 0.25, 0], [.. Enumerable.Range(4, 3).Select(i => (double)result.Get(i))]);
    }

    [Theory]
    [MemberData(nameof(ExactWays))]
    public void Reset_OfAnEntangledWire_LeavesThePartnerMixed(string name, MidCircuitMethod method)
    {
        var circuit = Circuit.Build(q =>
        {
            q.RY(1.0, 0);
            q.CNOT(0, 1);
            q.Reset(0);
            q.RY(0.5, 0);
            q.Probs(0, 1);
            q.Purity(1);
        });

        var result = new Device(name) { MidCircuit = method }.Execute(circuit);

        var (p, r) = (Math.Pow(Math.Sin(0.5), 2), Math.Pow(Math.Sin(0.25), 2));
        Near.Equal([(1 - r) * (1 - p), (1 - r) * p, r * (1 - p), r * p], (double[])result.Get(0));
        Near.Equal((p * p) + ((1 - p) * (1 - p)), (double)result.Get(1));
    }

    [Theory]
    [MemberData(nameof(ExactWays))]
    public void Postselect_OneOutcome_GivesTheConditionalDistribution(string name, MidCircuitMethod method)
    {
        var circuit = Circuit.Build(q =>
        {
            q.RY(1.0, 0);
            q.RY(0.7, 1);
            q.CNOT(0, 1);
            var first = q.Measure(1, postselect: 1);
            q.Probs(0);
            q.Expval(first);
        });

        var result = new Device(name) { MidCircuit = method }.Execute(circuit);

        var (a, b) = (Math.Pow(Math.Sin(0.5), 2), Math.Pow(Math.Sin(0.35), 2));
        var kept = (a * (1 - b)) + ((1 - a) * b);
        Near.Equal([(1 - a) * b / kept, a * (1 - b) / kept], (double[])result.Get(0));
        Near.Equal(1, (double)result.Get(1));
    }

    [Theory]
    [MemberData(nameof(SampledWays))]
    public void Samples_EveryMethod_FollowTheExactDistribution(MidCircuitMethod method)
    {
        var shots = method == MidCircuitMethod.OneShot ? 2000 : Shots;
        var exact = (double[])new Device("default.qubit").Execute(Feedback()).Get(0);

        var sampled = new Device("default.qubit", shots: shots, seed: 6) { MidCircuit = method }.Execute(Feedback());

        SamplingRule.Check(exact, (double[])sampled.Get(0), shots);
    }

    [Fact]
    public void Samples_OneShotAndTree_AreTheSameBits()
    {
        int[] Bits(MidCircuitMethod method) =>
            [.. ((int[,])new Device("default.qubit", shots: 200, seed: 6) { MidCircuit = method }.Execute(Feedback().WithMeasurements(Measurement.Sample(0, 1))).Get(0)).Cast<int>()];

        Assert.Equal(Bits(MidCircuitMethod.TreeTraversal), Bits(MidCircuitMethod.OneShot));
    }

    [Fact]
    public void Postselect_LikeHardware_LosesShotsAndFillShotsKeepsThem()
    {
        var circuit = Circuit.Build(q =>
        {
            q.RY(1.0, 0);
            q.H(1);
            q.CNOT(0, 1);
            q.Measure(0, postselect: 1);
            q.Sample(0);
            q.Probs(0, 1);
        });

        var lost = new Device("default.qubit", shots: Shots, seed: 2).Execute(circuit);
        var filled = new Device("default.qubit", shots: Shots, seed: 2) { Postselect = PostselectMode.FillShots }.Execute(circuit);

        Near.Equal(Math.Pow(Math.Sin(0.5), 2), ((int[,])lost.Get(0)).GetLength(0) / (double)Shots, 0.02);
        Assert.Equal(Shots, ((int[,])filled.Get(0)).GetLength(0));
        SamplingRule.Check([0, 0, 0.5, 0.5], (double[])filled.Get(1), Shots);
        Assert.All(((int[,])lost.Get(0)).Cast<int>(), static bit => Assert.Equal(1, bit));
    }

    [Fact]
    public void FillShots_PostselectAfterAMeasurement_WeighsTheEarlierOutcomes()
    {
        var circuit = Circuit.Build(q =>
        {
            q.RY(1.0, 0);
            q.RY(0.7, 1);
            var early = q.Measure(0);
            q.CNOT(0, 1);
            q.Measure(1, postselect: 1);
            q.Probs(early);
        });
        var exact = (double[])new Device("default.qubit").Execute(circuit).Get(0);

        var filled = (double[])new Device("default.qubit", shots: Shots, seed: 3) { Postselect = PostselectMode.FillShots }.Execute(circuit).Get(0);

        SamplingRule.Check(exact, filled, Shots);
    }

    [Fact]
    public void Postselect_ImpossibleOutcome_IsRefused()
    {
        var circuit = Circuit.Build(q => { q.H(1); q.Measure(0, postselect: 1); q.Probs(1); });

        Assert.Contains("probability 0", Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(circuit)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_WithReset_KeepsTheBitAndClearsTheWire()
    {
        var circuit = Circuit.Build(q =>
        {
            q.X(0);
            var bit = q.Measure(0, reset: true);
            q.Probs(0);
            q.Probs(bit);
        });

        var result = new Device("default.qubit").Execute(circuit);

        Assert.Equal([1, 0], (double[])result.Get(0));
        Assert.Equal([0, 1], (double[])result.Get(1));
    }

    [Fact]
    public void State_AfterAMixingMeasurement_IsRefusedAndOtherwiseGiven()
    {
        var mixed = Circuit.Build(q => { q.H(0); q.If(q.Measure(0), then => then.X(0)); q.State(); });
        var pure = Circuit.Build(q => { q.X(0); q.If(q.Measure(0), then => then.X(0)); q.State(); });

        Assert.Contains("DensityMatrix", Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(mixed)).Message, StringComparison.Ordinal);
        Near.Equal([Complex.One, Complex.Zero], (Complex[])new Device("default.qubit").Execute(pure).Get(0));
    }

    [Fact]
    public void If_Otherwise_TakesExactlyOneWay()
    {
        var circuit = Circuit.Build(q =>
        {
            q.X(0);
            var bit = q.Measure(0);
            q.If(bit, then => then.X(1), otherwise => otherwise.X(2));
            q.If(bit.Is(0) | (bit & !bit), then => then.X(3));
            q.Identity(3);
            q.Probs(1, 2, 3);
        });

        Assert.Equal(1, ((double[])new Device("default.qubit").Execute(circuit).Get(0))[0b100]);
    }

    [Fact]
    public void FinalMeasurements_NothingDependsOn_NeedNoBranches()
    {
        // 20 measured wires would be 2^20 branches.
        var circuit = Circuit.Build(q =>
        {
            var bits = Enumerable.Range(0, 12).Select(wire =>
            {
                q.H(wire);
                return q.Measure(wire);
            }).ToArray();
            q.Expval(bits.Aggregate((sum, bit) => sum + bit));
        });

        Near.Equal(6, (double)new Device("default.qubit").Execute(circuit).Get(0));
    }

    [Fact]
    public void Probs_OfTooManyBits_AreRefusedWithTheNeed()
    {
        var circuit = Circuit.Build(q => q.Probs(q.Measure(0), [.. Enumerable.Range(1, 39).Select(wire => q.Measure(wire))]));

        Assert.Contains("2^40 entries", Assert.Throws<DeviceException>(() => new Device("default.qubit").Execute(circuit)).Message, StringComparison.Ordinal);
        Assert.Contains("2^40 entries", Assert.Throws<DeviceException>(() => new Device("default.qubit", shots: 5).Execute(circuit)).Message, StringComparison.Ordinal);
    }

    private static Circuit Feedback() => Circuit.Build(q =>
    {
        q.RY(1.1, 0);
        q.CNOT(0, 1);
        q.RY(0.4, 1);
        var first = q.Measure(0);
        q.If(first, then => then.RY(0.9, 1), otherwise => otherwise.H(0));
        var second = q.Measure(1, reset: true);
        q.If(first ^ second, then => then.RX(0.3, 1));
        q.Probs(0, 1);
    });
}
