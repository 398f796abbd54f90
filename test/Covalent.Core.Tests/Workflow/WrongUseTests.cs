using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Every wrong use is refused while the lattice is built, with a message that says what to write instead.</summary>
public sealed class WrongUseTests
{
    private static readonly Dictionary<string, (Action Use, string Message)> Table = new()
    {
        // Reading nodes
        ["node converted outside an electron"] = (() => Build.Graph(() => Node(out var a) ? Tasks.Inc(a) : 0), "was read while the lattice is being built"),
        ["Value read outside an electron"] = (() => Build.Graph(() => Node(out var a) ? a.Value : 0), "Use the node inside Electron"),
        ["null node converted"] = (() => Build.Graph(() => { Node<int> a = null!; return Tasks.Inc(a); }), "The value of a node variable that is null was read"),
        ["if on a node"] = (() => Build.Graph(() => (Electron(() => Tasks.Inc(1)) > 0) ? 1 : 2), "to branch or loop on it, write a sublattice"),
        ["mixed-type arithmetic on a node"] = (() => Build.Graph(() => Electron(() => Tasks.Inc(1)) * 0.5), "was read while the lattice is being built"),

        // Not a call of one method
        ["constant"] = (() => Refused(() => Electron(() => 5)), "is not a call of one method. A plain value needs no electron"),
        ["property"] = (() => Refused(() => { Node<string> s = "x"; return Electron(() => s.Value.Length); }), "use node.Select(x => x.Part)"),
        ["operator"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => a.Value + 1); }), "Operators on nodes need no electron"),
        ["operator on nodes"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => a + a); }), "Operators on nodes need no electron"),
        ["negation"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => -a.Value); }), "Operators on nodes need no electron"),
        ["constructor"] = (() => Refused(() => Electron(() => new Counter(1))), "call a method that makes it"),
        ["array"] = (() => Refused(() => Electron(() => new[] { 1, 2 })), "call a method that makes it"),
        ["choice"] = (() => Refused(() => { Node<bool> b = true; return Electron(() => b.Value ? Tasks.Inc(1) : Tasks.Inc(2)); }), "Choose inside a method"),
        ["conversion of the result"] = (() => Refused(() => Electron((Expression<Func<long>>)(() => Tasks.Inc(1)))), "Convert the result where it is used"),
        ["the node itself"] = (() => Refused(() => { Node<int> a = 1; return Electron((Expression<Func<Node<int>>>)(() => a)); }), "is not a call of one method"),
        ["a function on nodes"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => Gather(new[] { a })); }), "Call Gather(…) directly"),
        ["an electron of an electron"] = (() => Refused(() => Electron(() => Electron(() => Tasks.Inc(1), null, null))), "Call Electron(…) directly"),

        // Methods that cannot be tasks
        ["ref parameter"] = (() => Refused(() => { var x = 1; return Electron(() => Odd.ByRef(ref x)); }), "parameter 'x' is passed by reference (ref or out)"),
        ["out parameter"] = (() => Refused(() => { int x; return Electron(() => Odd.Out(out x)); }), "return what changes"),
        ["span parameter"] = (() => Refused(() => { var xs = new[] { 1 }; return Electron(() => Odd.Spanned(xs)); }), "a span or another ref struct"),
        ["object result"] = (() => Refused(() => Electron(() => Odd.Object(1))), "it returns object (or dynamic)"),
        ["dynamic result"] = (() => Refused(() => Electron(() => Odd.Dynamic(1))), "it returns object (or dynamic)"),
        ["unserialisable result"] = (() => Refused(() => Electron(() => Odd.Stream())), "its result of type 'MemoryStream' cannot travel"),
        ["abstract result"] = (() => Refused(() => Electron(() => Odd.Abstract())), "its result of type 'Animal' cannot travel"),
        ["task of a task"] = (() => Refused(() => Electron(() => Odd.TaskOfTask())), "a task within a task"),
        ["async lattice as an electron"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => Odd.AsyncLattice(a)); }), "'AsyncLattice' is async. A lattice function only records calls"),
        ["generic over a node, in a list"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => Tasks.Twice(a)); }), "Write .Value behind the node"),
        ["sublattice returning a tuple"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => Odd.Pair(a)); }), "a sublattice returns one node. Return Gather(a, b)"),

        // Arguments that cannot travel
        ["unserialisable constant"] = (() => Refused(() => { var s = new MemoryStream(); return Electron(() => Odd.Read(s)); }), "Argument 'stream' of 'Odd.Read' has type 'MemoryStream', which cannot travel"),
        ["abstract constant"] = (() => Refused(() => { Animal a = new Dog(); return Electron(() => Odd.Feed(a)); }), "Argument 'animal' of 'Odd.Feed' has type 'Animal'"),
        ["object constant"] = (() => Refused(() => { object o = 5; return Electron(() => Tasks.Text(o)); }), "Argument 'value' of 'Tasks.Text' has type 'Object'"),
        ["target that cannot travel"] = (() => Refused(() => { var d = new Disk(); return Electron(() => d.Read(1)); }), "The object it is called on of 'Disk.Read'"),
        ["own cancellation token"] = (() => Refused(() => { var stop = new CancellationTokenSource(); var t = stop.Token; return Electron(() => Tasks.SawToken(1, t)); }), "Pass default: the task receives its own token"),
        ["null node"] = (() => Refused(() => { Node<int> a = null!; return Electron(() => Tasks.Inc(a)); }), "Argument 1 is a node variable that is null"),
        ["null in a collection"] = (() => Refused(() => Electron(() => Tasks.Sum(Gather(new Node<double>[] { 1.0, null! })))), "has null where a node should be"),
        ["unknown collection of nodes"] = (() => Refused(() => { var x = new Pair<Node<int>>(1, 2); return Electron(() => Tasks.Describe(x)); }), "only arrays, lists, sets, dictionaries and tuples of nodes"),
        ["node as a key"] = (() => Refused(() => { var map = new Dictionary<Node<int>, int> { [1] = 2 }; return Electron(() => Tasks.Describe(map)); }), "only arrays, lists, sets, dictionaries"),
        ["void node as an argument"] = (() => Refused(() => { var a = Electron(() => Tasks.Nothing(1)); return Electron(() => Tasks.Describe(a)); }), "returns nothing, so it cannot be"),

        // Functions that cannot travel
        ["function capturing a node"] = (() => Refused(() => { var a = Electron(() => Tasks.Inc(1)); Func<int, int> f = x => x + a.Value; return Electron(() => f(1)); }), "captures the node 'a'"),
        ["function capturing what cannot travel"] = (() => Refused(() => { var s = new MemoryStream(); Func<int, long> f = x => x + s.Length; return Electron(() => f(1)); }), "A captured variable of 'lambda in"),
        ["anonymous recursion"] = (() => Refused(() => { Func<int, int> f = null!; f = x => x < 1 ? 1 : x * f(x - 1); return Electron(() => f(3)); }), "captures itself (anonymous recursion)"),
        ["several methods in one delegate"] = (() => Refused(() => { Func<int, int> f = Tasks.Inc; f += Tasks.Inc; return Electron(() => f(3)); }), "calls several methods"),
        ["function compiled at run time"] = (() => Refused(() => { var f = CompiledAtRunTime(); return Electron(() => f(3)); }), "was compiled at run time"),
        ["null delegate"] = (() => Refused(() => { Func<int, int> f = null!; return Electron(() => f(3)); }), "is null, so there is no method to call"),
        ["method with a bound argument"] = (() => Refused(() => { Func<string, string> f = "a".PrefixedWith; return Electron(() => f("b")); }), "first argument already bound"),
        ["function on nodes as an argument"] = (() => Refused(() => { Func<Node<int>, Node<int>> f = x => x; return Electron(() => Odd.Takes(f)); }), "is a function on nodes"),
        ["node made in a nested lambda"] = (() => Refused(() => { var xs = new[] { 1 }; return Electron(() => Tasks.Apply(x => Electron(() => Tasks.Inc(1), null, null), 1)); }), "inside a nested lambda"),

        // Expressions outside the closed set, by name
        ["comparison of nodes"] = (() => Refused(() => { Node<int> a = 1; var b = a; return Electron(() => Odd.Is(a == b)); }), "Write a.Value == b.Value"),
        ["nested expression tree"] = (() => Refused(() => { Node<int> a = 1; return Electron(() => Odd.Tree(x => x + a.Value)); }), "an expression tree inside an expression tree"),
        ["block"] = (() => Hand(Expression.Block(Expression.Constant(1))), "Write Electron(() => Method(arguments))"),
        ["block in an argument"] = (() => Hand(Call(Expression.Block(Number(1)))), "the expression kind Block"),
        ["try in an argument"] = (() => Hand(Call(Expression.TryFinally(Number(1), Expression.Empty()))), "the expression kind Try"),
        ["assignment in an argument"] = (() => { var v = Expression.Variable(typeof(int), "v"); Hand(Call(Expression.Assign(v, Number(1)))); }, "the expression kind Assign"),
        ["power in an argument"] = (() => Hand(Call(Expression.Convert(Expression.Power(Expression.Convert(Number(1), typeof(double)), Expression.Constant(2.0)), typeof(int)))), "the expression kind Power"),
        ["stray variable"] = (() => Hand(Call(Expression.Parameter(typeof(int), "stray"))), "a variable of the surrounding expression"),
        ["nesting without end"] = (() => Hand(Call(Enumerable.Range(0, 1000).Aggregate((Expression)Number(1), (e, _) => Expression.Negate(e)))), "nested deeper than 400 operations"),
        ["span method without an array form"] = (() => Refused(() => { Node<int> a = 1; var xs = new[] { 3, 4 }; return Electron(() => Odd.Is(MemoryExtensions.StartsWith(xs, new[] { a.Value }))); }), "a span or another ref struct"),
        ["lambda with too many parameters"] = (() => Refused(() => { Node<int> n = 1; return Electron(() => Odd.Nine((a, b, c, d, e, f, g, h, i) => a + n.Value)); }), "up to 8 parameters"),

        // Lattices
        ["electron outside a lattice"] = (() => Electron(() => Tasks.Inc(1)), "was called outside a lattice"),
        ["operator outside a lattice"] = (() => { Node<int> a = 1; _ = a + 1; }, "The operator '+' on nodes was called outside a lattice"),
        ["Gather outside a lattice"] = (() => Gather(new List<Node<int>>()), "Gather was called outside a lattice"),
        ["electron on another thread"] = (() => Refused(() => OnAnotherThread(() => Electron(() => Tasks.Inc(1)))), "Task.Run and await leave the lattice"),
        ["node of another lattice"] = (() => { Node<int> kept = null!; Build.Graph(() => kept = Electron(() => Tasks.Inc(1))); Refused(() => Electron(() => Tasks.Inc(kept))); }, "pass its value on as an input of the other lattice"),
        ["part of a node of another lattice"] = (() => { Node<int> kept = null!; Build.Graph(() => kept = Electron(() => Tasks.Split(1)).Select(x => x.Item1)); Refused(() => kept); }, "A node belongs to the lattice that made it"),
        ["lattice within a lattice"] = (() => Refused(() => { Build.Graph(() => (Node<int>)1); return (Node<int>)1; }), "use it as a sublattice"),
        ["plain result"] = (() => Refused(() => 5), "which is no node"),
        ["null result"] = (() => Refused(() => (Node<int>)null!), "returned null. Return the node whose value is the result"),
        ["async lattice"] = (() => Refused(async () => { await Task.Yield(); return (Node<int>)1; }), "is async. A lattice function only records calls"),
        ["unserialisable input"] = (() => Build.Lattice<MemoryStream, Node<long>>(s => Electron(() => Odd.Read(s)), new MemoryStream()), "Input 's' of lattice"),
        ["unserialisable constant as the result"] = (() => Refused(() => (Node<MemoryStream>)new MemoryStream()), "has type 'MemoryStream', which cannot travel"),

        // Joining nodes
        ["no such operator"] = (() => Refused(() => { var a = Electron(() => Tasks.Same(new Counter(1))); return a + a; }), "Type 'Counter' has no operator '+'"),
        ["null operand"] = (() => Refused(() => { Node<int> a = null!; return a + 1; }), "An operand of '+' is a node variable that is null"),
        ["waiting for itself"] = (() => Refused(() => { var a = Electron(() => Tasks.Inc(1)); return Wait(a, after: a); }), "was told to wait for itself"),
        ["waiting in a circle"] = (() => Refused(() => { var a = Electron(() => Tasks.Inc(1)); var b = Electron(() => Tasks.Inc(a)); return Wait(a, after: b); }), "wait for each other"),
        ["waiting for a constant"] = (() => Refused(() => { Node<int> c = 1; return Wait(Electron(() => Tasks.Inc(1)), after: c); }), "waits for a plain value"),
        ["a constant that waits"] = (() => Refused(() => { Node<int> c = 1; return Wait(c, after: Electron(() => Tasks.Inc(1))); }), "lets a plain value wait"),
        ["waiting for null"] = (() => Refused(() => Wait(Electron(() => Tasks.Inc(1)), after: (Node)null!)), "A node given to Wait is null"),

        // Options
        ["negative retries"] = (() => Refused(() => Electron(() => Tasks.Inc(1), null, new ElectronOptions { Retry = new RetryPolicy(-1) })), "Retry.Count of an electron is -1"),
        ["time limit of zero"] = (() => Refused(() => Electron(() => Tasks.Inc(1), null, new ElectronOptions { TimeLimit = TimeSpan.Zero })), "TimeLimit of an electron is 00:00:00"),
        ["empty name"] = (() => Refused(() => Electron(() => Tasks.Inc(1), null, new ElectronOptions { Name = " " })), "Name of an electron is empty"),
        ["shrinking retry pause"] = (() => Refused(() => Electron(() => Tasks.Inc(1), null, new ElectronOptions { Retry = new RetryPolicy(1) { Factor = 0.5 } })), "Retry.Factor of an electron is 0.5"),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongUse_IsRefused_WithTheRemedy(string name)
    {
        var (use, message) = Table[name];

        var error = Assert.Throws<WorkflowBuildException>(use);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void Table_IsLongEnough() => Assert.True(Table.Count >= 70, $"{Table.Count} wrong uses");

    private static void Refused<T>(Func<T> lattice) => Build.Graph(lattice);

    private static bool Node(out Node<int> node)
    {
        node = Electron(() => Tasks.Inc(1));
        return true;
    }

    private static Expression Number(int x)
    {
        Node<int> node = x;
        return ((Expression<Func<int>>)(() => node.Value)).Body;
    }

    private static MethodCallExpression Call(Expression argument) => Expression.Call(typeof(Tasks).GetMethod(nameof(Tasks.Inc))!, argument);

    private static void Hand(Expression body) => Build.Graph(() => Electron(Expression.Lambda<Func<int>>(body)));

    private static Node<int> OnAnotherThread(Func<Node<int>> record)
    {
        Node<int>? node = null;
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(() => node = record()));
        thread.Start();
        thread.Join();
        return error is null ? node! : throw error;
    }

    private static Func<int, int> CompiledAtRunTime()
    {
        var method = new DynamicMethod("Made", typeof(int), [typeof(int)]);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int, int>>();
    }
}

internal static class Odd
{
    public static int ByRef(ref int x) => x;

    public static int Out(out int x) => x = 1;

    public static int Spanned(ReadOnlySpan<int> xs) => xs.Length;

    public static object Object(int x) => x;

    public static dynamic Dynamic(int x) => x;

    public static MemoryStream Stream() => new();

    public static long Read(MemoryStream stream) => stream.Length;

    public static Animal Abstract() => new Dog();

    public static int Feed(Animal animal) => animal.GetHashCode();

    public static Task<Task<int>> TaskOfTask() => Task.FromResult(Task.FromResult(1));

    public static async Task<Node<int>> AsyncLattice(Node<int> a)
    {
        await Task.Yield();
        return a;
    }

    public static (Node<int>, Node<int>) Pair(Node<int> a) => (a, a);

    public static int Takes(Func<Node<int>, Node<int>> f) => f.GetHashCode();

    public static bool Is(bool value) => value;

    public static int Tree(Expression<Func<int, int>> f) => f.Parameters.Count;

    public static int Nine(Func<int, int, int, int, int, int, int, int, int, int> f) => f(1, 2, 3, 4, 5, 6, 7, 8, 9);

    public static string PrefixedWith(this string prefix, string text) => prefix + text;
}

internal abstract class Animal;

internal sealed class Dog : Animal;

internal sealed class Disk
{
    private readonly FileStream? _file = null;

    public Stream? File => _file;

    public int Read(int x) => _file is null ? x : 0;
}

internal sealed record Pair<T>(T First, T Second);
