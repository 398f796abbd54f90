namespace Covalent.Quantum.Tests.QElectrons;

public sealed class QElectronTests
{
    private static readonly Device TwoWires = new("default.qubit", wires: 2, seed: 11);

    private static Measurement<double[]> Documented(CircuitBuilder q, double[] x)
    {
        q.IqpEmbedding(x, wires: [0, 1]);
        q.Hadamard(1);
        return q.Probs(0, 1);
    }

    [Theory]
    [InlineData(1.3, -0.7, 0.2402015921, 0.2597984079, 0.4945077287, 0.0054922713)]
    [InlineData(0.6, -1.57, 0.0479331432, 0.4520668568, 0.4523010452, 0.0476989548)]
    [InlineData(0.5, 0.1, 0.4971927695, 0.0028072305, 0.4996875651, 0.0003124349)]
    public void Run_OfTheDocumentedCircuit_GivesTheExactProbabilities(double x0, double x1, double p00, double p01, double p10, double p11)
    {
        var circuit = QElectron.Create((CircuitBuilder q, double[] x) => Documented(q, x), TwoWires);
        double[] expected = [p00, p01, p10, p11];
        Assert.All(circuit.Run([x0, x1]).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public async Task RunLater_OfTwoCalls_GivesBothResults()
    {
        var circuit = QElectron.Create((CircuitBuilder q, double[] x) => Documented(q, x), TwoWires);
        QFuture<double[]>[] futures = [circuit.RunLater([1.3, -0.7]), circuit.RunLater([0.6, -1.57])];
        Assert.Equal(0.2402015921, (await futures[0].GetResultAsync())[0], 1e-9);
        Assert.Equal(0.0479331432, futures[1].Result()[0], 1e-9);
        Assert.Same(futures[1].Result(), futures[1].Result());
    }

    [Fact]
    public void Run_OfAFunctionOfParameters_BuildsTheCircuitOnce()
    {
        var built = 0;
        var circuit = QElectron.Create((CircuitBuilder q, Parameters x) => { built++; q.RX(x[0], 0); return q.Expval(Observable.Z(0)); }, TwoWires);
        Assert.Equal(Math.Cos(0.3), circuit.Run([0.3]), 1e-12);
        Assert.Equal(Math.Cos(1.3), circuit.Run([1.3]), 1e-12);
        Assert.Equal(1, built);
    }

    [Fact]
    public void Run_WithTwoMeasurements_GivesATuple()
    {
        var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return (q.Expval(Observable.Z(0)), q.Probs(0)); }, TwoWires);
        var (mean, probabilities) = circuit.Run(0.4);
        Assert.Equal(Math.Cos(0.4), mean, 1e-12);
        Assert.Equal(Math.Pow(Math.Cos(0.2), 2), probabilities[0], 1e-12);
    }

    [Fact]
    public async Task RunLater_TenThousandTimes_AllFinish()
    {
        var circuit = QElectron.Create((CircuitBuilder q, Parameters x) => { q.RX(x[0], 0); return q.Expval(Observable.Z(0)); }, TwoWires);
        var futures = Enumerable.Range(0, 10_000).Select(i => circuit.RunLater([i * 1e-3])).ToList();
        var results = await Task.WhenAll(futures.Select(f => f.GetResultAsync()));
        Assert.All(results.Select((value, i) => Math.Abs(value - Math.Cos(i * 1e-3))), error => Assert.True(error < 1e-12));
    }

    [Fact]
    public async Task RunLater_WithThreads_CircuitsOverlap()
    {
        using var both = new Barrier(2);
        var meeting = new MeetingExecutor(both);
        var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, TwoWires, [meeting]);
        var futures = new[] { circuit.RunLater(0.1), circuit.RunLater(0.2) };
        await Task.WhenAll(futures.Select(f => f.GetResultAsync()));
        Assert.True(meeting.Met);
    }

    [Fact]
    public void SampledRuns_WithOneSeed_RepeatWhateverTheParallelism()
    {
        static double[] Results(string parallel)
        {
            var device = new Device("default.qubit", wires: 1, shots: 100, seed: 5);
            var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, device, [new Simulator { Parallel = parallel }]);
            return [.. Enumerable.Range(0, 50).Select(_ => circuit.RunLater(1.1)).ToList().Select(f => f.Result())];
        }

        var threads = Results("thread");
        Assert.Equal(threads, Results("none"));
        Assert.True(threads.Distinct().Count() > 5);
    }

    [Fact]
    public async Task AFailingCircuit_FailsOnlyItsOwnFuture()
    {
        var circuit = QElectron.Create((CircuitBuilder q, int wire) => { q.RX(0.4, wire); return q.Expval(Observable.Z(wire)); }, TwoWires);
        var futures = new[] { circuit.RunLater(0), circuit.RunLater(7), circuit.RunLater(1) };
        Assert.Equal(Math.Cos(0.4), futures[0].Result(), 1e-12);
        Assert.Equal(Math.Cos(0.4), futures[2].Result(), 1e-12);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => futures[1].GetResultAsync());
        Assert.Contains("7", error.Message);
    }

    [Fact]
    public void Create_WhoseFunctionMeasuresNothingOfItsBuilder_IsRefusedAtTheCall()
    {
        var foreign = Measurement.Expval(Observable.Z(0));
        var circuit = QElectron.Create((CircuitBuilder q, double x) => foreign, TwoWires);
        Assert.Contains("not measured on the builder", Assert.Throws<InvalidOperationException>(() => circuit.Run(0)).Message);
    }

    [Fact]
    public void Run_WithAShotVector_PointsToRunRaw()
    {
        var circuit = QElectron.Create((CircuitBuilder q, double x) => q.Probs(0), new Device("default.qubit", wires: 1, shots: new[] { 10, 20 }, seed: 1));
        Assert.Contains("RunRaw", Assert.Throws<InvalidOperationException>(() => circuit.Run(0)).Message);
        Assert.Equal(2, circuit.RunRaw(0).Result.ShotEntryCount);
    }

    private sealed class MeetingExecutor(Barrier barrier) : BaseQExecutor
    {
        private readonly Simulator _inner = new();
        private int _met;

        public bool Met => _met == 2;

        public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch) =>
            [.. circuits.Select(circuit => new QFuture<QResult>(Task.Factory.StartNew(
                () =>
                {
                    // Each waits for the other, so both arrive only if they run at the same time.
                    if (barrier.SignalAndWait(TimeSpan.FromSeconds(30)))
                    {
                        Interlocked.Increment(ref _met);
                    }

                    return _inner.BatchSubmit([circuit], batch)[0].Result();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)))];
    }
}
