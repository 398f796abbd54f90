using System.Text.Json.Nodes;

namespace Covalent.Quantum.Tests.QElectrons;

/// <summary>The base classes for executors of one's own.</summary>
public sealed class BaseExecutorTests
{
    private static readonly Device OneWire = new("default.qubit", wires: 1, seed: 1);

    public static TheoryData<BaseQExecutor> Executors => [new OwnAsync(), new OwnSync(), new OwnThreads(), new OwnProcesses { NumProcesses = 1 }];

    [Theory]
    [MemberData(nameof(Executors))]
    public async Task AnExecutorOfOnesOwn_RunsCircuitsInOrder_AndFailsOnlyTheFailing(BaseQExecutor executor)
    {
        var circuit = QElectron.Create((CircuitBuilder q, int wire) => { q.RX(0.1 * (wire + 1), wire); return q.Expval(Observable.Z(wire)); }, new Device("default.qubit", seed: 1), [executor]);
        var futures = Enumerable.Range(0, 3).Select(wire => circuit.RunLater(wire)).ToList();
        for (var wire = 0; wire < 3; wire++)
        {
            Assert.Equal(Math.Cos(0.1 * (wire + 1)), await futures[wire].GetResultAsync(), 1e-12);
        }

        var failing = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 7); return q.Expval(Observable.Z(7)); }, OneWire, [executor]);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => failing.RunAsync(0.1));
        Assert.Contains("wire 7", error.Message);
    }

    [Fact]
    public void AProcessExecutor_RunsItsOwnCodeElsewhere_WithItsSettings()
    {
        var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, OneWire, [new OwnProcesses { NumProcesses = 1, Factor = 3 }]);
        var result = circuit.RunRaw(0.2);

        Assert.Equal(Math.Cos(0.2), (double)result.Result.Get(0), 1e-12);
        Assert.Equal("OwnProcesses", result.ExecutorName);
        Assert.NotEqual(Environment.ProcessId.ToString(), result.Metadata!["process_id"]);
        var wrong = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, OneWire, [new OwnProcesses { NumProcesses = 1, Factor = -1 }]);
        Assert.Contains("the factor is -1", Assert.Throws<QuantumProcessException>(() => wrong.Run(0.2)).Message);
    }

    [Fact]
    public void Settings_NobodyGave_ComeFromTheConfiguration_AndGivenOnesWin()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.conf");
        File.WriteAllText(file, "[qelectron.Simulator]\ndevice = \"lightning.qubit\"\nworkers = 3\nshots = 50\npersist_data = false\n");
        try
        {
            var configuration = CovalentConfiguration.Load(new() { File = file, EnvironmentVariables = new Dictionary<string, string>() });
            var configured = new Simulator { Configuration = configuration };
            Assert.Equal(("lightning.qubit", 3, 50, false), (configured.Device, configured.Workers, configured.Shots!.Counts[0], configured.PersistData));
            var given = new Simulator { Configuration = configuration, Device = "default.qubit", Workers = 7, Shots = Shots.Analytic, PersistData = true };
            Assert.Equal(("default.qubit", 7, true, true), (given.Device, given.Workers, given.Shots!.IsAnalytic, given.PersistData));
            Assert.Null(new OwnSync { Configuration = configuration }.Shots);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("[10, 1000]", "(10, 1000)")]
    [InlineData("[[10, 3], 5]", "(10, 10, 10, 5)")]
    [InlineData("\"None\"", "analytic")]
    [InlineData("\"analytic\"", "analytic")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    public void ConfiguredShots_AreUnderstoodInEveryDocumentedForm(string toml, string? shots) =>
        WithConfiguration($"[qelectron.Simulator]\nshots = {toml}\n", configuration =>
        {
            Assert.Equal(shots, new Simulator { Configuration = configuration }.Shots?.ToString());
            return 0;
        });

    [Fact]
    public void ConfiguredShots_ReachTheCircuit()
    {
        var shots = WithConfiguration("[qelectron.Simulator]\nshots = [10, 1000]\n", static configuration =>
        {
            var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, OneWire, [new Simulator { Configuration = configuration }]);
            return circuit.RunRaw(0.2).Result.Shots;
        });
        Assert.Equal(Shots.Vector(10, 1000), shots);
        var exact = WithConfiguration("[qelectron.Simulator]\nshots = \"None\"\n", static configuration =>
        {
            var circuit = QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, new Device("default.qubit", wires: 1, shots: 3), [new Simulator { Configuration = configuration }]);
            return circuit.Run(0.2);
        });
        Assert.Equal(Math.Cos(0.2), exact, 1e-12);
    }

    [Theory]
    [InlineData("-5", "-5")]
    [InlineData("1.5", "1.5")]
    [InlineData("[]", "[]")]
    [InlineData("[10, 0]", "[10, 0]")]
    [InlineData("[[10, 3, 2]]", "[[10, 3, 2]]")]
    [InlineData("[[1, 3000000000]]", "[[1, 3000000000]]")]
    [InlineData("[2000000000, 2000000000]", "[2000000000, 2000000000]")]
    [InlineData("\"many\"", "\"many\"")]
    [InlineData("3000000000", "3000000000")]
    [InlineData("true", "true")]
    public void ConfiguredShots_OfAnotherForm_AreRefusedWithKeyAndLine(string toml, string shown) =>
        WithConfiguration($"[qelectron.Simulator]\nworkers = 2\nshots = {toml}\n", configuration =>
        {
            var message = Assert.Throws<ConfigurationException>(() => new Simulator { Configuration = configuration }.Shots).Message;
            Assert.Contains($":3:1: qelectron.Simulator.shots is {shown}; write a positive number", message);
            return 0;
        });

    private static T WithConfiguration<T>(string toml, Func<CovalentConfiguration, T> use)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.conf");
        File.WriteAllText(file, toml);
        try
        {
            return use(CovalentConfiguration.Load(new() { File = file, EnvironmentVariables = new Dictionary<string, string>() }));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class OwnAsync : AsyncBaseQExecutor
    {
        protected override Task<CircuitResult> RunCircuitAsync(QCircuitRun run, CancellationToken cancellationToken) => Task.Run(() => run.Simulate(), cancellationToken);
    }

    private sealed class OwnSync : SyncBaseQExecutor
    {
        protected override CircuitResult RunCircuit(QCircuitRun run) => run.Simulate("lightning.qubit");
    }

    private sealed class OwnThreads : BaseThreadPoolQExecutor
    {
        protected override CircuitResult RunCircuit(QCircuitRun run) => run.Simulate();
    }

    private sealed class OwnProcesses : BaseProcessPoolQExecutor
    {
        public int Factor { get; set; } = 1;

        protected override IEnumerable<QExecutorField> Fields() => [.. base.Fields(), new("factor", "integer", 1, Factor)];

        protected override void Configure(JsonObject settings) => Factor = (int)settings["factor"]!;

        protected override CircuitResult RunCircuit(QCircuitRun run) => Factor > 0 ? run.Simulate() : throw new InvalidOperationException($"the factor is {Factor}");
    }
}
