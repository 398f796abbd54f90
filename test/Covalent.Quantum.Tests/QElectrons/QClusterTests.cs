using System.Text.Json.Nodes;

namespace Covalent.Quantum.Tests.QElectrons;

public sealed class QClusterTests
{
    private static readonly Device OneWire = new("default.qubit", wires: 1, seed: 1);

    private static QElectron<double, double> Rotation(IReadOnlyList<BaseQExecutor> executors, Selector? selector = null) =>
        QElectron.Create((CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); }, OneWire, executors, selector);

    [Fact]
    public async Task Cyclic_UnderConcurrentCalls_SplitsExactly()
    {
        CountingExecutor[] executors = [new("a"), new("b"), new("c")];
        var circuit = Rotation(executors);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Enumerable.Range(0, 30).Select(i => circuit.RunLater(i)).ToList().ForEach(f => f.Result()))));
        Assert.All(executors, executor => Assert.Equal(200, executor.Circuits));
    }

    [Fact]
    public async Task ABatch_IsOneSubmissionPerExecutor_AndKeepsItsOrder()
    {
        CountingExecutor[] executors = [new("a"), new("b")];
        var results = await Rotation(executors).RunManyAsync(Enumerable.Range(0, 10).Select(i => (double)i));
        Assert.All(executors, executor => Assert.Equal((1, 5), (executor.Submissions, executor.Circuits)));
        Assert.All(results.Select((value, i) => (value, i)), pair => Assert.Equal(Math.Cos(pair.i), pair.value, 1e-12));
    }

    [Fact]
    public void Random_WithASeed_Repeats()
    {
        static string Choices(int seed)
        {
            var cluster = new QCluster([new CountingExecutor("a"), new CountingExecutor("b")], Selector.Random(seed));
            var circuit = Circuit.Build(q => q.Probs(0));
            return string.Concat(Enumerable.Range(0, 64).Select(_ => cluster.Select(circuit).Name));
        }

        Assert.Equal(Choices(3), Choices(3));
        Assert.NotEqual(Choices(3), Choices(4));
        Assert.Contains("a", Choices(3));
        Assert.Contains("b", Choices(3));
    }

    [Fact]
    public void Custom_ChoosesByCircuit_AndMustStayInTheCluster()
    {
        CountingExecutor[] executors = [new("small"), new("large")];
        var circuit = Rotation(executors, Selector.Custom((c, all) => all[c.Operations.Count > 5 ? 1 : 0]));
        Assert.Equal(1, circuit.Run(0), 1e-12);
        Assert.Equal((1, 0), (executors[0].Circuits, executors[1].Circuits));
        var wrong = Rotation(executors, Selector.Custom((_, _) => new CountingExecutor("stranger")));
        Assert.Contains("stranger, which is not one of the cluster's executors", Assert.Throws<InvalidOperationException>(() => wrong.Run(0)).Message);
    }

    [Fact]
    public void AnExecutorThatRefuses_FailsOnlyItsOwnCircuits()
    {
        var circuit = Rotation([new RefusingExecutor(), new CountingExecutor("b")]);
        var first = circuit.RunLater(0.1);
        var second = circuit.RunLater(0.1);
        Assert.Equal("no quota", Assert.Throws<InvalidOperationException>(() => first.Result()).Message);
        Assert.Equal(Math.Cos(0.1), second.Result(), 1e-12);
    }

    [Fact]
    public void Parse_OfAnUnknownSelector_NamesTheKnownOnes()
    {
        Assert.Same(Selector.Cyclic, Selector.Parse("cyclic"));
        Assert.Contains("\"cyclic\", \"random\" or Selector.Custom", Assert.Throws<ArgumentException>(() => Selector.Parse("fastest")).Message);
    }

    public static TheoryData<string, Action> Wrong => new()
    {
        { "at least one executor", () => _ = new QCluster([]) },
        { "Workers", () => Rotation([new Simulator { Workers = 0 }]).Run(0) },
        { "no device named \"default.gaussian\"", () => Rotation([new Simulator { Device = "default.gaussian" }]).Run(0) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WrongUse_IsNamed(string expected, Action use) => Assert.Contains(expected, Record.Exception(use)!.Message);

    // Three settings of the device times three of the executor.
    public static TheoryData<Shots?, Shots?, string> ShotRules => new()
    {
        { null, null, "analytic" }, { null, Shots.Analytic, "analytic" }, { null, 50, "50" },
        { Shots.Analytic, null, "analytic" }, { Shots.Analytic, Shots.Analytic, "analytic" }, { Shots.Analytic, 50, "50" },
        { 20, null, "20" }, { 20, Shots.Analytic, "analytic" }, { 20, 50, "50" },
    };

    [Theory]
    [MemberData(nameof(ShotRules))]
    public void Shots_OfTheExecutor_OverrideThoseOfTheDevice(Shots? device, Shots? executor, string expected)
    {
        var circuit = QElectron.Create(
            (CircuitBuilder q, double x) => { q.RX(x, 0); return q.Expval(Observable.Z(0)); },
            new Device("default.qubit", 1, device, seed: 1),
            [new QCluster([new Simulator { Shots = executor }])]);
        Assert.Equal(expected, circuit.RunRaw(0.3).Result.Shots.ToString());
    }

    [Fact]
    public void JsonSchema_OfTheSimulator_HasTheDocumentedFieldsAndDefaults()
    {
        var schema = new Simulator().JsonSchema();
        var properties = schema["properties"]!.AsObject();
        Assert.Equal("Simulator", (string?)schema["title"]);
        Assert.Equal(
            ["persist_data", "qnode_device_import_path", "qnode_device_shots", "qnode_device_wires", "pennylane_active_return", "device", "parallel", "workers", "shots"],
            properties.Select(p => p.Key));
        Assert.Equal("""{"title":"Persist Data","default":true,"type":"boolean"}""", properties["persist_data"]!.ToJsonString());
        Assert.Equal("""{"title":"Parallel","default":"thread","anyOf":[{"type":"boolean"},{"type":"string"}]}""", properties["parallel"]!.ToJsonString());
        Assert.Equal("""{"title":"Workers","default":10,"type":"integer"}""", properties["workers"]!.ToJsonString());
        Assert.Equal("""{"title":"Shots","default":0,"type":"integer"}""", properties["shots"]!.ToJsonString());
        Assert.True((bool)schema["additionalProperties"]!);
    }

    [Fact]
    public void ToDictionary_HoldsSettingsAndExtraFields()
    {
        var executor = new Simulator { Workers = 3, Shots = Shots.Analytic, Extra = new JsonObject { ["qnode_device_wires"] = 2, ["mine"] = "x" } };
        var json = executor.ToDictionary();
        Assert.Equal(3, (int)json["workers"]!);
        Assert.Null(json["shots"]);
        Assert.Equal(2, (int)json["qnode_device_wires"]!);
        Assert.Equal("x", (string?)json["mine"]);
    }

    private sealed class CountingExecutor(string name) : BaseQExecutor
    {
        private readonly Simulator _inner = new();
        private int _submissions;
        private int _circuits;

        public override string Name => name;

        public int Submissions => _submissions;

        public int Circuits => _circuits;

        public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch)
        {
            Interlocked.Increment(ref _submissions);
            Interlocked.Add(ref _circuits, circuits.Count);
            return _inner.BatchSubmit(circuits, batch);
        }
    }

    private sealed class RefusingExecutor : BaseQExecutor
    {
        public override IReadOnlyList<QFuture<QResult>> BatchSubmit(IReadOnlyList<Circuit> circuits, QBatch batch) => throw new InvalidOperationException("no quota");
    }
}
