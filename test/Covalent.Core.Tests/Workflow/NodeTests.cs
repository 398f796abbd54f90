using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>What can be done with nodes outside of electrons.</summary>
public sealed class NodeTests
{
    [Fact]
    [Trait("Checklist", "6")]
    public async Task NestedCollections_OfNodes_ResolveToValues()
    {
        var value = await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(0));
            var b = Electron(() => Tasks.Inc(1));
            var nested = new Dictionary<int, List<Node<int>[]>> { [7] = [[a, b], [b]], [9] = [] };
            return Electron(() => Tasks.Describe(string.Join("|", Tasks.Same(nested).Select(p => p.Key + "=" + string.Join(",", p.Value.SelectMany(x => x))))));
        });

        Assert.Equal("String:7=1,2,2|9=", value);
    }

    [Fact]
    public async Task Collections_OfEveryKind_KeepTheirTypes()
    {
        var value = await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(0));
            var list = new List<Node<int>> { a, 5 };
            var set = new HashSet<Node<int>> { a, 6 };
            IReadOnlyList<Node<int>> readOnly = list;
            var tuple = (a, "x", list);
            return Electron(() => Tasks.JoinAll(Tasks.Same(list).Count, Tasks.Same(set).Contains(6), Tasks.Total(Tasks.Same(readOnly).Select(n => n.Value).ToArray()),
                Tasks.Same(tuple).Item3[0] + Tasks.Same(tuple).Item2));
        });

        Assert.Equal("2,True,6,1x", value);
    }

    [Fact]
    [Trait("Checklist", "7")]
    public async Task Operators_WithTheConstantOnEitherSide_GiveTheNumbers() =>
        Assert.Equal((int[])[8, 12, 3, 7, 20, 20, 2, 2, 1, -5, 5, -6], await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            return Gather([a + 3, 7 + a, a - 2, 12 - a, a * 4, 4 * a, a / 2, 10 / a, a % 2, -a, +a, ~a]);
        }));

    [Fact]
    public async Task Comparisons_GiveTruthValues() =>
        Assert.Equal((bool[])[true, false, true, false, false], await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Half(5));
            return Gather([a < 3, a > 3, a <= 2.5, a >= 3, !(a < 3)]);
        }));

    [Fact]
    public async Task Operators_OfOtherTypes_AreFoundOnTheType() =>
        Assert.Equal(("ab", new Size(4, 6), 3m), await Build.Value(() =>
        {
            var s = Electron(() => Tasks.Same("a"));
            var size = Electron(() => Tasks.Same(new Size(1, 2)));
            var money = Electron(() => Tasks.Same(1.5m));
            return Gather(s + "b", size + (Node<Size>)new Size(3, 4), money + money);
        }));

    [Fact]
    public void Operators_MakeNodesNamedAfterThem()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            return (a + 1) * a;
        });

        Assert.Equal(["Inc", "+", "*"], Build.Names(graph));
    }

    [Fact]
    public async Task LongSum_InALoop_UsesOneTemplate()
    {
        var graph = Build.Graph(() =>
        {
            var sum = Electron(() => Tasks.Inc(0));
            for (var i = 0; i < 500; i++)
            {
                sum += i;
            }

            return sum;
        });

        Assert.Equal(2, graph.Templates.Count);
        Assert.Equal(1 + (499 * 500 / 2), await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    [Trait("Checklist", "8")]
    public async Task Parts_ByDeconstructionIndexAndMember_AreNotNodes()
    {
        var graph = Build.Graph(() =>
        {
            var (low, high) = Electron(() => Tasks.Split(7));
            var list = Electron(() => Tasks.Twice(11));
            var model = Electron(() => Tasks.Same(new Model("m", new[] { 1.5, 2.5 }, null)));
            var index = Electron(() => Tasks.Zero());
            return Electron(() => Tasks.JoinAll(low, high, list.At(1), list.At(index), model.Select(m => m.Weights).At(1), model.Select(m => m.Name.Length)));
        });

        Assert.Equal(["Split", "Twice", "Same", "Zero", "JoinAll"], Build.Names(graph));
        Assert.Equal("3,4,11,11,2.5,1", await InMemoryRunner.ValueOf<string>(graph));
    }

    [Fact]
    public async Task Part_ReturnedFromTheLattice_BecomesANode()
    {
        var graph = Build.Graph(() =>
        {
            var (_, high) = Electron(() => Tasks.Split(7));
            return high;
        });

        Assert.Equal(["Split", ".Item2"], Build.Names(graph));
        Assert.Equal(4, await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    public void Property_ReturnedFromTheLattice_IsNamedAfterIt() =>
        Assert.Equal(["Same", ".Weights"], Build.Names(Build.Graph(() => Electron(() => Tasks.Same(new Model("m", new double[2], null))).Select(m => m.Weights))));

    [Fact]
    public async Task Dictionary_OfNodes_IsReadByKey() => Assert.Equal(2, await Build.Value(() =>
    {
        var map = Gather(new Dictionary<string, Node<int>> { ["x"] = Electron(() => Tasks.Inc(1)), ["y"] = 7 });
        var key = Electron(() => Tasks.Same("x"));
        return map.At(key);
    }));

    [Fact]
    public async Task Select_OfAComputation_IsANode()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            var b = Electron(() => Tasks.Inc(1));
            return a.Select(x => (x * 10) + b);
        });

        Assert.Equal(["Inc", "Inc", "Select"], Build.Names(graph));
        Assert.Equal(52, await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    [Trait("Checklist", "9")]
    public async Task Wait_AddsAnOrderingEdgeOnly()
    {
        var graph = Build.Graph(() =>
        {
            var first = Electron(() => Tasks.Nothing(1));
            var a = Electron(() => Tasks.Inc(1));
            var (low, _) = Electron(() => Tasks.Split(3));
            return Wait(a, after: [first, low]);
        });

        Assert.Equal([0, 2], graph.ParentsOf(1).ToArray());
        Assert.Equal(2, await InMemoryRunner.ValueOf<int>(graph));
    }

    [Fact]
    public void Wait_ForACollection_WaitsForAllOfIt()
    {
        var graph = Build.Graph(() =>
        {
            var all = Gather(Enumerable.Range(0, 4).Select(i => Electron(() => Tasks.Inc(i))));
            return Wait(Electron(() => Tasks.Zero()), after: all);
        });

        Assert.Equal([0, 1, 2, 3], graph.ParentsOf(4).ToArray());
    }

    [Fact]
    public void ToString_OfANode_Explains()
    {
        var text = "";
        Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            text = $"{a}";
            return a;
        });

        Assert.Contains("node 0 ('Inc')", text, StringComparison.Ordinal);
        Assert.Contains("no value yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constant_WhereANodeIsWanted_CostsNoNode()
    {
        Node<int> Lattice(Node<int> x) => Electron(() => Tasks.Add(x, 1));
        var graph = Build.Graph(() => Lattice(41));

        Assert.Equal(1, graph.NodeCount);
        Assert.Equal(42, await InMemoryRunner.ValueOf<int>(graph));
    }
}
