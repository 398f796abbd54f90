using Covalent.Quantum;

// One circuit, many inputs, three places to run it: how selectors share the work out.
double[] exact = [0.2402015921, 0.2597984079, 0.4945077287, 0.0054922713];
var device = new Device("default.qubit", wires: 2, seed: 7);
BaseQExecutor[] executors =
[
    new Simulator { Device = "default.qubit", Workers = 2 },
    new Simulator { Device = "lightning.qubit", Workers = 4 },
    new Simulator { Device = "lightning.qubit", Parallel = "process", Workers = 1 },
];
string[] names = ["threads, default.qubit", "threads, lightning.qubit", "process, lightning.qubit"];
var worst = 0.0;

Run("cyclic", Selector.Cyclic);
Run("random", Selector.Random(seed: 11));
Run("custom: deep circuits to the fast simulator", Selector.Custom(static (circuit, all) => all[circuit.Operations.Count > 8 ? 1 : 0]));

Console.WriteLine($"largest error: {worst:E1}");
return worst < 1e-9 ? 0 : 1;

void Run(string title, Selector selector)
{
    var chosen = new int[executors.Length];
    var cluster = new QCluster(executors, selector);
    var counted = Selector.Custom((circuit, _) =>
    {
        var executor = cluster.Select(circuit);
        Interlocked.Increment(ref chosen[Array.IndexOf(executors, executor)]);
        return executor;
    });
    var circuit = QElectron.Create((CircuitBuilder q, (int Layers, double[] X) input) => Documented(q, input), device, executors, counted);
    var futures = Enumerable.Range(0, 30).Select(i => circuit.RunLater((Layers: 1 + (i % 3), X: [1.3, -0.7]))).ToList();
    var results = futures.ConvertAll(static future => future.Result());

    Console.WriteLine(title);
    for (var i = 0; i < executors.Length; i++)
    {
        Console.WriteLine($"  {names[i],-26} {chosen[i],2} circuits");
    }

    var first = results[0];
    Console.WriteLine($"  P = [{string.Join(", ", first.Select(static p => p.ToString("F6")))}]");
    worst = Math.Max(worst, first.Zip(exact).Max(static pair => Math.Abs(pair.First - pair.Second)));
}

// The circuit of the Simulator's documentation; further layers undo each other and change nothing.
static Measurement<double[]> Documented(CircuitBuilder q, (int Layers, double[] X) input)
{
    q.IqpEmbedding(input.X, wires: [0, 1]);
    q.Hadamard(1);
    for (var layer = 1; layer < input.Layers; layer++)
    {
        q.RX(0.3, 0);
        q.RX(-0.3, 0);
    }

    return q.Probs(0, 1);
}
