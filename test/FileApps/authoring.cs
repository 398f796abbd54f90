#:project ../../src/Covalent/Covalent.csproj
#:property TreatWarningsAsErrors=false

// The core of the authoring suite as a file-based application. Such applications run with ahead-of-time defaults: no dynamic code, no
// reflection-based JSON. Run it with: dotnet run test/FileApps/authoring.cs
using System.Runtime.CompilerServices;
using Covalent;
using static Covalent.Workflow;

if (RuntimeFeature.IsDynamicCodeSupported)
{
    Console.Error.WriteLine("Dynamic code is supported here, so this run proves nothing.");
    return 2;
}

var failures = 0;
var checks = 0;

await Check("chain", async () => (await RunAsync(Chain, 2)).Value, 7);
await Check("call with defaults", async () => (await RunAsync(() => Lattices.Plan(1.5, parts: 3))).Value, "1.5,1.5,1.5|auto");
await Check("captured delegate", async () => (await RunAsync(Captured, 4)).Value, 22);
await Check("computed arguments", async () => (await RunAsync(Computed, "hello")).Value, "ELLO:5:True:7,8:14");
await Check("nested lambdas", async () => (await RunAsync(Lambdas, 6)).Value, 2);
await Check("generic closed over values", async () => (await RunAsync(Generic, 3)).Value, "Int32:3");
await Check("operators", async () => (await RunAsync(Operators, 10.0)).Value, 14.5);
await Check("parts", async () => (await RunAsync(Parts, 7)).Value, "3,4,5");
await Check("collections", async () => string.Join(";", (await RunAsync(Lattices.Many, 3)).Value), "1;2;3");
await Check("tuples", async () => (await RunAsync(Lattices.Pair, 3)).Value.ToString(), "(4, 1.5)");
await Check("sublattice", async () => (await RunAsync(() => Lattices.Factorial(6))).Value, 720);
await Check("async methods", async () => (await RunAsync(Later, 1)).Value, 3);
await Check("failure", async () => await FailureOf(RunAsync(Fails, 1)), "System.InvalidTimeZoneException: no zone 1");
await Check("redispatch", async () => await Redispatched(), 21);
await Check("wrong use", () => Refused(), "Use the node inside Electron");

Console.WriteLine($"{checks - failures} passed, {failures} failed");
return failures == 0 ? 0 : 1;

async Task Check<T>(string name, Func<Task<T>> run, T expected)
{
    checks++;
    try
    {
        var value = await run();
        if (!EqualityComparer<T>.Default.Equals(value, expected))
        {
            failures++;
            Console.Error.WriteLine($"{name}: expected {expected}, got {value}");
        }
    }
    catch (Exception e)
    {
        failures++;
        Console.Error.WriteLine($"{name}: {e}");
    }
}

Node<int> Chain(Node<int> x)
{
    var a = Electron(() => Tasks.Inc(x));
    return Electron(() => Tasks.Add(a, a + 1));
}

Node<int> Captured(Node<int> x)
{
    var factor = 5;
    var offset = 2;
    Func<int, int> scale = y => (y * factor) + offset;
    return Electron(() => scale(x));
}

Node<string> Computed(Node<string> s)
{
    int[] numbers = [7, 8];
    return Electron(() => Tasks.JoinAll(
        s.Value.Substring(1).ToUpperInvariant(), s.Value.Length, numbers.Contains(8), string.Concat(numbers[0], ",", numbers[1]), new Point { X = s.Value.Length + 9 }.X));
}

Node<int> Lambdas(Node<int> limit)
{
    int[] numbers = [5, 6, 7, 8];
    return Electron(() => Tasks.Count(numbers, n => n > limit));
}

Node<string> Generic(Node<int> x) => Electron(() => Tasks.Describe(x.Value));

Node<double> Operators(Node<double> x) => ((x + 1) * 3 / 2) - 2;

Node<string> Parts(Node<int> x)
{
    var (low, high) = Electron(() => Tasks.Split(x));
    return Electron(() => Tasks.Join(low, high, low.Value + 2));
}

Node<int> Later(Node<int> x) => Electron(() => Tasks.IncLater(Electron(() => Tasks.IncLater(x)).Value));

Node<int> Fails(Node<int> x) => Electron(() => Tasks.Fail(x));

static async Task<string> FailureOf<T>(Task<WorkflowResult<T>> run)
{
    var failure = (await run).FailedNodes[0].Failure!;
    return $"{failure.Type}: {failure.Message}";
}

static async Task<int> Redispatched()
{
    var first = await RunAsync(Lattices.Added, 1, 2);
    var id = await RedispatchAsync(first.DispatchId).Replace(Tasks.Add, (int a, int b) => a * b).WithInputs(3, 7);
    return (await GetResultAsync<int>(id, wait: true)).Value;
}

static async Task<string> Refused()
{
    static Node<int> Reads(Node<int> x) => x.Value > 1 ? x : 2;
    try
    {
        await RunAsync(Reads, 1);
        return "not refused";
    }
    catch (WorkflowBuildException e)
    {
        const string Remedy = "Use the node inside Electron";
        return e.Message.Contains(Remedy, StringComparison.Ordinal) ? Remedy : e.Message;
    }
}

internal static class Tasks
{
    public static int Inc(int x) => x + 1;

    public static int Add(int a, int b) => a + b;

    public static string JoinAll(params object[] parts) => string.Join(":", parts);

    public static string Join(int a, int b, int c) => $"{a},{b},{c}";

    public static int Count(int[] numbers, Func<int, bool> test) => numbers.Count(test);

    public static string Describe<T>(T value) => $"{typeof(T).Name}:{value}";

    public static (int Low, int High) Split(int x) => (x / 2, x - (x / 2));

    public static double Half(int x) => x / 2.0;

    public static string Text(double x) => x.ToString();

    public static int Multiply(int a, int b) => a * b;

    public static string Concat(string[] parts, string mode) => string.Join(",", parts) + "|" + mode;

    public static async Task<int> IncLater(int x)
    {
        await Task.Yield();
        return x + 1;
    }

    public static int Fail(int x) => throw new InvalidTimeZoneException($"no zone {x}");
}

internal static class Lattices
{
    public static Node<string> Plan(Node<double> x, int parts = 2, string mode = "auto")
    {
        var all = Gather(Enumerable.Range(0, parts).Select(_ => Electron(() => Tasks.Text(x))));
        return Electron(() => Tasks.Concat(all, mode));
    }

    public static List<Node<int>> Many(Node<int> x) => [1, 2, x];

    public static (Node<int>, Node<double>) Pair(Node<int> x) => (Electron(() => Tasks.Inc(x)), Electron(() => Tasks.Half(x)));

    public static Node<int> Added(Node<int> a, Node<int> b) => Electron(() => Tasks.Add(a, b));

    public static Node<int> Factorial(int n)
    {
        if (n <= 1)
        {
            return 1;
        }

        var rest = Electron(() => Factorial(n - 1));
        return Electron(() => Tasks.Multiply(n, rest));
    }
}

internal sealed class Point
{
    public int X { get; init; }
}
