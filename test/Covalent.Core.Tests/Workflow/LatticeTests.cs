using Covalent.Core.Graph;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Inputs, results and sublattices.</summary>
public sealed class LatticeTests
{
    [Fact]
    public void Inputs_BecomeParameterNodes_BeforeEverythingElse()
    {
        Node<double> Lattice(Node<double> c) => Electron(() => Tasks.Half(c));
        var lattice = Build.Lattice((Func<Node<double>, Node<double>>)Lattice, 3.0);

        Assert.Equal(["c", "Half"], Build.Names(lattice.Graph));
        Assert.Equal(NodeKind.Parameter, lattice.Graph.KindOf(0));
        var input = Assert.Single(lattice.Info.Inputs);
        Assert.Equal(("c", "System.Double", 0), (input.Name, input.Type, input.Node));
        Assert.Equal("Lattice", lattice.Info.Name);
    }

    [Fact]
    [Trait("Checklist", "31")]
    public async Task Results_OfEveryShape_AreRebuilt()
    {
        var list = await InMemoryRunner.ValueOf<List<int>>(Build.Graph(() => new List<Node<int>> { Electron(() => Tasks.Inc(1)), 5 }));
        var tuple = await InMemoryRunner.ValueOf<(int, string)>(Build.Graph(() => (Electron(() => Tasks.Inc(1)), (Node<string>)"x")));
        var map = await InMemoryRunner.ValueOf<Dictionary<string, int[]>>(
            Build.Graph(() => new Dictionary<string, Node<int>[]> { ["a"] = [Electron(() => Tasks.Inc(1)), Electron(() => Tasks.Inc(2))] }));
        var set = await InMemoryRunner.ValueOf<HashSet<int>>(Build.Graph(() => new HashSet<Node<int>> { Electron(() => Tasks.Inc(1)) }));
        var nested = await InMemoryRunner.ValueOf<(List<int>, (int, int))>(
            Build.Graph(() => (new List<Node<int>> { Electron(() => Tasks.Inc(1)) }, (Electron(() => Tasks.Inc(2)), Electron(() => Tasks.Inc(3))))));

        Assert.Equal([2, 5], list);
        Assert.Equal((2, "x"), tuple);
        Assert.Equal([2, 3], map["a"]);
        Assert.Equal([2], set);
        Assert.Equal([2], nested.Item1);
        Assert.Equal((3, 4), nested.Item2);
    }

    [Fact]
    public async Task Result_ThatIsAnInputOrAConstant_IsThatValue()
    {
        Assert.Equal(3, await InMemoryRunner.ValueOf<int>(Build.Lattice<int, Node<int>>(x => x, 3).Graph));
        Assert.Equal("x", await Build.Value(() => (Node<string>)"x"));
    }

    [Fact]
    [Trait("Checklist", "32")]
    public async Task Sublattice_GivesWhatTheDirectCallGives()
    {
        var graph = Build.Graph(() =>
        {
            var n = Electron(() => Tasks.Inc(4));
            return Electron(() => Lattices.SumTo(n, 10));
        });

        Assert.Equal(NodeKind.Sublattice, graph.KindOf(1));
        Assert.Equal("System.Int32", graph.TemplateOf(1).ResultType);
        Assert.Equal(await Build.Value(() => Lattices.SumTo(5, 10)), await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    public async Task Sublattice_LoopsAndBranchesOnData()
    {
        var runner = new InMemoryRunner(Build.Graph(() => Electron(() => Lattices.Factorial(Electron(() => Tasks.Inc(4)).Value))));

        Assert.Equal(120, await runner.RunAsync());
        Assert.Equal(4, runner.Ran.Count(name => name.EndsWith("/Multiply", StringComparison.Ordinal)));
        Assert.Contains("Factorial/Factorial/Factorial/Factorial/Multiply", runner.Ran);
    }

    [Fact]
    public async Task Sublattice_OfListsOfNodes_ReceivesTheirValues() => Assert.Equal(9, await Build.Value(() =>
    {
        var nodes = new List<Node<int>> { Electron(() => Tasks.Inc(1)), 3, Electron(() => Tasks.Inc(3)) };
        return Electron(() => Lattices.Fold(nodes));
    }));

    [Fact]
    public async Task Sublattice_ThroughADelegateVariable_Works() => Assert.Equal(6, await Build.Value(() =>
    {
        var step = 2;
        Func<Node<int>, Node<int>> sub = x =>
        {
            var a = Electron(() => Tasks.Add(x, step));
            return Electron(() => Tasks.Inc(a));
        };
        return Electron(() => sub(3));
    }));

    [Fact]
    public async Task Sublattice_WithoutResult_HoldsNone()
    {
        var graph = Build.Graph(() => Electron(() => Lattices.Silent(3)));

        Assert.Equal("", graph.TemplateOf(0).ResultType);
        Assert.Null(await new InMemoryRunner(graph).RunAsync());
    }

    [Fact]
    public void Lattice_CalledInALattice_IsInlined()
    {
        var graph = Build.Graph(() => Lattices.SumTo(3, 10));

        Assert.DoesNotContain(NodeKind.Sublattice, graph.Templates.Select(t => t.Kind));
    }

    [Fact]
    [Trait("Checklist", "14")]
    public void Graph_SurvivesBinaryAndJsonRoundTrips()
    {
        var graph = Build.Graph(() =>
        {
            var factor = 2;
            Func<int, int> scale = x => x * factor;
            var a = Electron(() => scale(4), "local", new ElectronOptions { Retry = new RetryPolicy(2) });
            return Electron(() => Tasks.Describe(a.Value + 1));
        });

        var json = GraphJson.Write(graph).ToJsonString();
        var back = GraphJson.Read(System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject());
        Assert.Equal(json, GraphJson.Write(back).ToJsonString());
        Assert.Equal(json, GraphJson.Write(Build.RoundTrip(graph)).ToJsonString());
    }

    [Fact]
    public void SameLattice_BuiltTwice_GivesTheSameGraph()
    {
        string Json() => GraphJson.Write(Build.Graph(() => Lattices.SumTo(3, 10))).ToJsonString();
        Assert.Equal(Json(), Json());
    }
}

internal static class Lattices
{
    public static Node<int> SumTo(Node<int> n, int extra)
    {
        var sum = n;
        for (var i = 0; i < extra; i++)
        {
            sum += i;
        }

        return sum;
    }

    public static Node<int> Factorial(int n)
    {
        if (n <= 1)
        {
            return 1;
        }

        var rest = Electron(() => Factorial(n - 1));
        return Electron(() => Multiply(n, rest));
    }

    public static Node<int> Fold(List<Node<int>> nodes) => nodes.Aggregate((a, b) => Electron(() => Tasks.Add(a, b)));

    public static Node Silent(Node<int> x) => Electron(() => Tasks.Nothing(x));

    public static int Multiply(int a, int b) => a * b;
}
