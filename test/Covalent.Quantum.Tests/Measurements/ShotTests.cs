using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Measurements;

public sealed class ShotTests
{
    private const int Shots = 20_000;

    private static readonly Complex[,] Dense = { { 1, 0, 0.5, new(0, 0.2) }, { 0, -2, 0, 0.25 }, { 0.5, 0, 0.75, 0 }, { new(0, -0.2), 0.25, 0, 3 } };

    public static TheoryData<int> RandomSeeds => [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Shots_NotPositive_AreRefused(int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantum.Shots.FromInt32(count));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantum.Shots.Vector(10, count));
        Assert.Throws<ArgumentException>(() => Quantum.Shots.Vector());
    }

    [Fact]
    public void SampleAndCounts_WithoutShots_AreRefused()
    {
        Measurement[] measurements = [Measurement.Sample(), Measurement.Sample(Z(0)), Measurement.Counts(false), Measurement.Counts(Z(0)), Measurement.ClassicalShadow(0), Measurement.ShadowExpval(Z(0))];
        Assert.All(measurements, measurement =>
        {
            var error = Assert.Throws<DeviceException>(() => Analytic(measurement));
            Assert.Contains("needs shots", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void StateAndEntropies_WithShots_AreRefused()
    {
        Measurement[] measurements = [Measurement.State(), Measurement.DensityMatrix(0), Measurement.VnEntropy(0), Measurement.Purity(0), Measurement.MutualInfo(0, 1)];
        Assert.All(measurements, measurement => Assert.Throws<DeviceException>(() => Sampled(measurement, 10)));
    }

    [Theory]
    [MemberData(nameof(RandomSeeds))]
    public void Probs_FromShots_FollowTheSamplingRule(int seed)
    {
        var operations = RandomCircuits.Operations(seed, 4, 20);
        var measurement = Measurement.Probs(3, 1);
        var exact = (double[])new Device("default.qubit", 4).Execute(new Circuit(operations, [measurement])).Get(0);

        var sampled = (double[])new Device("default.qubit", 4, Shots, seed).Execute(new Circuit(operations, [measurement])).Get(0);

        SamplingRule.Check(exact, sampled, Shots);
    }

    [Fact]
    public void Sample_OneShot_KeepsBothDimensions()
    {
        var bits = (int[,])Sampled(Measurement.Sample(0, 2, 1), 1);

        Assert.Equal((1, 3), (bits.GetLength(0), bits.GetLength(1)));
    }

    [Fact]
    public void Counts_AllOutcomes_ListsThoseThatNeverOccur()
    {
        var circuit = Circuit.Build(q => { q.X(1); q.Counts(0, 1); q.Counts(true, 0, 1); q.Counts(Z(0) * Z(1)); q.Counts(Z(0) * Z(1), allOutcomes: true); });

        var result = new Device("default.qubit", shots: 7).Execute(circuit);

        Assert.Equal(new Dictionary<string, int> { ["01"] = 7 }, result.Get(0));
        Assert.Equal(new Dictionary<string, int> { ["00"] = 0, ["01"] = 7, ["10"] = 0, ["11"] = 0 }, result.Get(1));
        Assert.Equal(new Dictionary<double, int> { [-1] = 7 }, result.Get(2));
        Assert.Equal(new Dictionary<double, int> { [-1] = 7, [1] = 0 }, result.Get(3));
    }

    [Fact]
    public void Measurements_OfOneGroup_ReadTheSameSamples()
    {
        var circuit = Circuit.Build(q =>
        {
            q.H(0);
            q.CNOT(0, 1);
            q.Sample(0, 1);
            q.Counts(0, 1);
            q.Expval(Z(0) * Z(1));
            q.Expval(Z(0));
            q.Probs(0);
            q.Sample(Z(1));
        });

        var result = new Device("default.qubit", shots: 1000, seed: 5).Execute(circuit);

        var bits = (int[,])result.Get(0);
        var ones = Enumerable.Range(0, 1000).Count(shot => bits[shot, 0] == 1);
        Assert.Equal(ones, ((IReadOnlyDictionary<string, int>)result.Get(1))["11"]);
        Assert.Equal(1.0, result.Get(2));
        Near.Equal(1 - (2.0 * ones / 1000), (double)result.Get(3));
        Near.Equal(ones / 1000.0, ((double[])result.Get(4))[1]);
        Assert.Equal(Enumerable.Range(0, 1000).Select(shot => bits[shot, 1] == 1 ? -1.0 : 1), (double[])result.Get(5));
    }

    [Fact]
    public void Var_FromShots_DividesByTheNumberOfShots()
    {
        var circuit = Circuit.Build(q => { q.RY(0.9, 0); q.Sample(Z(0)); q.Var(Z(0)); });

        var result = new Device("default.qubit", shots: 50, seed: 3).Execute(circuit);

        var values = (double[])result.Get(0);
        var mean = values.Average();
        Near.Equal(values.Average(value => (value - mean) * (value - mean)), (double)result.Get(1));
    }

    [Theory]
    [InlineData(CommutingGroups.QubitWise)]
    [InlineData(CommutingGroups.DisjointWires)]
    [InlineData(CommutingGroups.None)]
    public void Expval_OfASumFromShots_IsNearTheExactMean(CommutingGroups grouping)
    {
        var hamiltonian = (0.5 * Z(0)) + (0.25 * (X(0) * X(1))) - (0.75 * (Y(1) * Z(2))) + (0.1 * H(2)) + (0.3 * Hermitian(Dense, [0, 2])) + 1.5;
        var operations = RandomCircuits.Operations(9, 3, 20);
        var circuit = new Circuit(operations, [Measurement.Expval(hamiltonian)]);
        var exact = (double)new Device("default.qubit", 3).Execute(circuit).Get(0);

        var sampled = (double)new Device("default.qubit", 3, Shots, 11) { Grouping = grouping }.Execute(circuit).Get(0);

        Near.Equal(exact, sampled, 5 * 3 / Math.Sqrt(Shots));
    }

    [Fact]
    public void Expval_IdentityTerm_CostsNoSamplesAndIsExact() =>
        Assert.Equal(2.5, Sampled(Measurement.Expval((1.5 * (Z(0) * Z(0))) + 1.0), 3));

    [Fact]
    public void Sample_HermitianWithDegenerateEigenvalues_ReturnsEigenvalues()
    {
        var degenerate = Hermitian(new Complex[,] { { 2, 0, 0, 0 }, { 0, 1, 1, 0 }, { 0, 1, 1, 0 }, { 0, 0, 0, 2 } }, [0, 1]);

        var values = (double[])Sampled(Measurement.Sample(degenerate), 200);
        var counts = (IReadOnlyDictionary<double, int>)Sampled(Measurement.Counts(degenerate), 200);

        Assert.All(values, value => Assert.True(Math.Abs(value) < 1e-9 || Math.Abs(value - 2) < 1e-9));
        Assert.True(counts.Keys.All(static value => value is 0 or 2));
        Assert.Equal(200, counts.Values.Sum());
    }

    [Fact]
    public void ShotVector_OfThreeEntries_SplitsOneSequenceOfShots()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.Sample(0); });
        var whole = (int[,])new Device("default.qubit", shots: 16, seed: 4).Execute(circuit).Get(0);

        var result = new Device("default.qubit", shots: Quantum.Shots.Vector(1, 5, 10), seed: 4).Execute(circuit);

        Assert.Equal(3, result.ShotEntryCount);
        Assert.Equal([1, 5, 10], Enumerable.Range(0, 3).Select(entry => ((int[,])result.Get(0, 0, entry)).GetLength(0)));
        Assert.Equal(whole.Cast<int>(), Enumerable.Range(0, 3).SelectMany(entry => ((int[,])result.Get(0, 0, entry)).Cast<int>()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Seed_AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        var circuits = Enumerable.Range(0, 12).Select(i => new Circuit(RandomCircuits.Operations(i, 4, 15), [Measurement.Sample(), Measurement.Expval(X(0) + (Y(1) * Z(2)))])).ToArray();
        var device = new Device("default.qubit", 4, 100, 77) { Threads = threads };

        var results = device.Execute(circuits);

        var expected = new Device("default.qubit", 4, 100, 77) { Threads = 1 }.Execute(circuits);
        for (var i = 0; i < circuits.Length; i++)
        {
            Assert.Equal(((int[,])expected[i].Get(0)).Cast<int>(), ((int[,])results[i].Get(0)).Cast<int>());
            Assert.Equal(expected[i].Get(1), results[i].Get(1));
        }
    }

    [Fact]
    public void Seed_SecondCall_DrawsOtherSamplesAndASecondDeviceRepeatsThem()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.Sample(0); });
        int[] Bits(Device device) => [.. ((int[,])device.Execute(circuit.WithShots(64)).Get(0)).Cast<int>()];
        var (first, second) = (new Device("default.qubit", seed: 1), new Device("default.qubit", seed: 1));

        var (a, b) = (Bits(first), Bits(first));

        Assert.NotEqual(a, b);
        Assert.Equal(a, Bits(second));
        Assert.Equal(b, Bits(second));
    }

    [Fact]
    public void Shots_SaidInSeveralPlaces_TheInnermostCounts()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.Probs(); });
        var device = new Device("default.qubit", shots: 10, seed: 1);

        Assert.Equal(10, device.Execute(circuit).Shots.Total);
        Assert.Equal(20, device.Execute(circuit, new ExecutionOptions { Shots = 20 }).Shots.Total);
        Assert.Equal(30, device.Execute(circuit.WithShots(30), new ExecutionOptions { Shots = 20 }).Shots.Total);
        Assert.True(device.Execute(circuit.WithShots(Quantum.Shots.Analytic)).Shots.IsAnalytic);
    }

    [Fact]
    public void ShadowExpval_OfAPauliSum_IsNearTheExactMean()
    {
        var circuit = Circuit.Build(q => { q.H(0); q.CNOT(0, 1); q.ShadowExpval((X(0) * X(1)) + (0.5 * (Z(0) * Z(1))), groups: 5); q.ClassicalShadow([0, 1]); });

        var result = new Device("default.qubit", shots: Shots, seed: 8).Execute(circuit);

        Near.Equal(1.5, (double)result.Get(0), 0.3);
        var shadow = (ClassicalShadow)result.Get(1);
        Assert.Equal((Shots, 2), (shadow.Bits.GetLength(0), shadow.Recipes.GetLength(1)));
        Assert.Equal(3, shadow.Recipes.Cast<int>().Distinct().Count());
    }

    [Fact]
    public void Expval_XOnAnIdleWire_IsAFairCoin()
    {
        Assert.Equal(0.0, Analytic(Measurement.Expval(X(5))));
        var values = (double[])Sampled(Measurement.Sample(X(5)), 400);
        Assert.InRange(values.Average(), -0.25, 0.25);
    }

    [Fact]
    public void SparseHamiltonian_WithShots_IsRefused() =>
        Assert.Throws<DeviceException>(() => Sampled(Measurement.Expval(Sparse([(0, 0, 1)], 0)), 10));

    private static object Analytic(Measurement measurement) => new Device("default.qubit").Execute(Prepared(measurement)).Get(0);

    private static object Sampled(Measurement measurement, int shots) => new Device("default.qubit", shots: shots, seed: 1).Execute(Prepared(measurement)).Get(0);

    private static Circuit Prepared(Measurement measurement) =>
        new([new Gate(GateKind.RY, 0, 0.8), new Gate(GateKind.CNOT, [0, 1]), new Gate(GateKind.Hadamard, 2)], [measurement]);
}
