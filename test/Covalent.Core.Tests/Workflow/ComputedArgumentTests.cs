using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Arguments that compute with nodes: every kind of expression of the closed set, against what C# itself says.</summary>
public sealed class ComputedArgumentTests
{
    private static readonly int Limit = 4;

    private static readonly int[] Numbers = [5, 6, 7];

    private static readonly Func<int, int> Halver = x => x / 2;

    public static TheoryData<string> Cases => [.. Expressions.Keys];

    private static readonly Dictionary<string, (Func<Node<int>, Node<string>, Node<Model>, Node<string>> Lattice, object? Expected)> Expressions = new()
    {
        ["arithmetic"] = ((a, s, m) => Electron(() => Tasks.Text((a.Value * 3) - (a.Value / 2) + (a.Value % 2))), 14),
        ["node operators"] = ((a, s, m) => Electron(() => Tasks.Text((a + 1) * 2)), 12),
        ["constant on the left"] = ((a, s, m) => Electron(() => Tasks.Text(100 - a)), 95),
        ["mixed numbers"] = ((a, s, m) => Electron(() => Tasks.Text(a.Value * 1.5)), 7.5),
        ["bits and shifts"] = ((a, s, m) => Electron(() => Tasks.Text(((a.Value << 3) | 3) & ~8 ^ (a.Value >> 1))), ((5 << 3) | 3) & ~8 ^ (5 >> 1)),
        ["unary"] = ((a, s, m) => Electron(() => Tasks.Text(-a.Value + +a.Value)), 0),
        ["node unary"] = ((a, s, m) => Electron(() => Tasks.Text(-a)), -5),
        ["comparison"] = ((a, s, m) => Electron(() => Tasks.Text(a.Value > Limit && a.Value != 6 || a.Value <= 0)), true),
        ["node comparison"] = ((a, s, m) => Electron(() => Tasks.Text(a < 6)), true),
        ["not"] = ((a, s, m) => Electron(() => Tasks.Text(!(a.Value == 5))), false),
        ["conditional on a node"] = ((a, s, m) => Electron(() => Tasks.Text(a.Value > 3 ? s.Value : "small")), "hello"),
        ["property"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Name.Length)), 5),
        ["property of a struct"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Extent!.Value.Width)), 3),
        ["method of a struct"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Extent!.Value.Area())), 12),
        ["nullable members"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Extent.HasValue)), true),
        ["nullable default"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Extent.GetValueOrDefault().Height)), 4),
        ["array element"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Weights[1])), 0.5),
        ["array element by node"] = ((a, s, m) => Electron(() => Tasks.Text(Numbers[a.Value - 4])), 6),
        ["array length"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Weights.Length)), 2),
        ["string indexer"] = ((a, s, m) => Electron(() => Tasks.Text(s.Value[1])), 'e'),
        ["method call"] = ((a, s, m) => Electron(() => Tasks.Text(s.Value.Substring(1, a.Value - 3).ToUpperInvariant())), "EL"),
        ["static method call"] = ((a, s, m) => Electron(() => Tasks.Text(Math.Max(a.Value, 9))), 9),
        ["generic method call"] = ((a, s, m) => Electron(() => Tasks.Text(Tasks.Describe(a))), "Int32:5"),
        ["extension method"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Weights.Sum())), 2.0),
        ["string concatenation"] = ((a, s, m) => Electron(() => Tasks.Text(s.Value + " world")), "hello world"),
        ["string interpolation of the value"] = ((a, s, m) => Electron(() => Tasks.Text($"{s.Value}-{a.Value}")), "hello-5"),
        ["ToString of a node"] = ((a, s, m) => Electron(() => Tasks.Text(a.ToString())), "5"),
        ["Equals of a node"] = ((a, s, m) => Electron(() => Tasks.Text(a.Equals(5) && !s.Equals(a))), true),
        ["boxing"] = ((a, s, m) => Electron(() => Tasks.Text(a.Value)), 5),
        ["boxed node"] = ((a, s, m) => Electron(() => Tasks.Text(a)), 5),
        ["numeric conversions"] = ((a, s, m) => Electron(() => Tasks.Text((byte)(a.Value + 300) + (long)a.Value)), 49 + 5L),
        ["enum conversion"] = ((a, s, m) => Electron(() => Tasks.Text((Colour)(a.Value - 4))), "Red"),
        ["cast"] = ((a, s, m) => Electron(() => Tasks.Text((string)(object)s.Value)), "hello"),
        ["as and is"] = ((a, s, m) => Electron(() => Tasks.Text((object)s.Value is string && (((object)s.Value) as Model) == null)), true),
        ["coalesce"] = ((a, s, m) => Electron(() => Tasks.Text(Environment.GetEnvironmentVariable(s.Value + "-not-set") ?? s.Value)), "hello"),
        ["new object"] = ((a, s, m) => Electron(() => Tasks.Text(new Counter(a).CountTo(7))), 2),
        ["new struct"] = ((a, s, m) => Electron(() => Tasks.Text(new Size(a, 2).Area())), 10),
        ["user operator"] = ((a, s, m) => Electron(() => Tasks.Text((new Size(a, 2) + new Size(1, 1)).Area())), 18),
        ["new array"] = ((a, s, m) => Electron(() => Tasks.Text(new int[] { a, 2, a }.Length + new int[a].Length)), 8),
        ["new array of nodes"] = ((a, s, m) => Electron(() => Tasks.Text(new[] { a, a }.Length)), 2),
        ["list initialiser"] = ((a, s, m) => Electron(() => Tasks.Text(Tasks.Total(new List<int> { a, 2, 3 }))), 10),
        ["dictionary initialiser"] = ((a, s, m) => Electron(() => Tasks.Text(Tasks.Lookup(new Dictionary<string, int> { { "x", a }, { s.Value, 7 } }, "hello"))), 7),
        ["member initialiser"] = ((a, s, m) => Electron(() => Tasks.Text(
            new Box { Value = a, Items = { 1, a }, Extent = { Depth = 4 }, Inner = new Box { Value = 1 } }.Extent.Depth)), 4),
        ["nested member initialiser"] = ((a, s, m) => Electron(() => Tasks.Text(new Box { Items = { 1, a } }.Items[1])), 5),
        ["anonymous type"] = ((a, s, m) => Electron(() => Tasks.Text(new { X = a.Value, Y = 2 }.X)), 5),
        ["tuple"] = ((a, s, m) => Electron(() => Tasks.Text(ValueTuple.Create(a.Value, 3).Item1)), 5),
        ["nested lambda"] = ((a, s, m) => Electron(() => Tasks.Text(Numbers.Count(n => n > a))), 2),
        ["nested lambda with captures"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Weights.Select(w => (w * Limit) + a.Value).Sum())), 18.0),
        ["nested lambdas in lambdas"] = ((a, s, m) => Electron(() => Tasks.Text(Numbers.Sum(n => Numbers.Count(k => k > n && k > a.Value)))), 3),
        ["call of a delegate"] = ((a, s, m) => Electron(() => Tasks.Text(Halver(a.Value * 4))), 10),
        ["lambda for the method"] = ((a, s, m) => Electron(() => Tasks.Text(Tasks.Apply(x => x * a, 3))), 15),
        ["array.Contains"] = ((a, s, m) => Electron(() => Tasks.Text(Numbers.Contains(a))), true),
        ["SequenceEqual of arrays"] = ((a, s, m) => Electron(() => Tasks.Text(m.Value.Weights.SequenceEqual(new[] { 1.5, 0.5 }))), true),
        ["checked arithmetic"] = ((a, s, m) => Electron(() => Tasks.Text(checked(a.Value + 1))), 6),
        ["default"] = ((a, s, m) => Electron(() => Tasks.Text(Tasks.Add(default, a))), 5),
        ["typeof and static property"] = ((a, s, m) => Electron(() => Tasks.Text(string.Concat(Environment.NewLine.Substring(0, 0), s.Value))), "hello"),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Expression_WithNodes_GivesWhatCSharpGives(string name)
    {
        var (lattice, expected) = Expressions[name];

        var value = await Build.Value(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            var s = Electron(() => Tasks.Same("hello"));
            var m = Electron(() => Tasks.Same(new Model("model", new[] { 1.5, 0.5 }, new Size(3, 4))));
            return lattice(a, s, m);
        });

        Assert.Equal(Tasks.Text(expected!), value);
    }

    [Fact]
    public void Expression_OverNodes_IsNoNode()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(4));
            return Electron(() => Tasks.Add(a + 1, a.Value * 2));
        });

        Assert.Equal(["Inc", "Add"], Build.Names(graph));
    }

    [Fact]
    public void Condition_WithoutNodes_ChoosesNow()
    {
        var useFirst = false;
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            var b = Electron(() => Tasks.Inc(2));
            return Electron(() => Tasks.Inc(useFirst ? a : b));
        });

        Assert.Equal([1], graph.ParentsOf(2).ToArray());
    }

    [Fact]
    public void NodePickedFromAList_IsOnlyThatEdge()
    {
        var graph = Build.Graph(() =>
        {
            var nodes = Enumerable.Range(0, 5).Select(i => Electron(() => Tasks.Inc(i))).ToList();
            var pair = (First: nodes[3], Second: nodes[4]);
            return Electron(() => Tasks.Add(nodes[2], pair.First));
        });

        Assert.Equal([2, 3], graph.ParentsOf(5).ToArray());
    }

    [Fact]
    public void ElectronInAnElectron_IsANodeOfItsOwn()
    {
        var graph = Build.Graph(() => Electron(() => Tasks.Inc(Electron(() => Tasks.Inc(1)))));

        Assert.Equal(["Inc", "Inc"], Build.Names(graph));
        Assert.Equal([0], graph.ParentsOf(1).ToArray());
    }
}
