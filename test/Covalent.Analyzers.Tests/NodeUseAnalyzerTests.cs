namespace Covalent.Analyzers.Tests;

public sealed class NodeUseAnalyzerTests
{
    private const string Elsewhere = "Use the node inside Electron(() => …) or node.Select(x => …), or write a sublattice (a method that returns Node<T>).";

    [Theory]
    [InlineData("double d = x;", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Declare the variable as Node<double>, or compute in Electron(() => …) or node.Select(x => …).")]
    [InlineData("Show(x);", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Run the method as a task: Electron(() => Show(x)).")]
    [InlineData("Show(x.Value);", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Run the method as a task: Electron(() => Show(x.Value)).")]
    [InlineData("Console.WriteLine(n);", "COV002 'n': 'n' is turned into a value of type int here, but while a workflow is being built nothing has run and the node has no value; this throws. Run the method as a task: Electron(() => Console.WriteLine(n)).")]
    [InlineData("var v = data.Value.X;", "COV002 'data': 'data' is turned into a value of type Data here, but while a workflow is being built nothing has run and the node has no value; this throws. " + Elsewhere)]
    [InlineData("var v = (double)x;", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Declare the variable as Node<double>, or compute in Electron(() => …) or node.Select(x => …).")]
    [InlineData("var v = new[] { 1, 2 }[n];", "COV002 'n': 'n' is turned into a value of type int here, but while a workflow is being built nothing has run and the node has no value; this throws. " + Elsewhere)]
    [InlineData("List<double> l = [x];", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. " + Elsewhere)]
    [InlineData("Func<double> f = () => x;", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Let the function return Node<double>.")]
    [InlineData("double F() { return x + y; }", "COV002 'x + y': 'x + y' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. Let the function return Node<double>.")]
    [InlineData("var q = new[] { 1.0 }.AsQueryable().Where(v => v > x.Value);", "COV002 'x': 'x' is turned into a value of type double here, but while a workflow is being built nothing has run and the node has no value; this throws. " + Elsewhere)]
    [InlineData("var v = (double)x + 1;", "COV002 'x'")]
    [InlineData("var v = x.Value + 1;", "COV002 'x'")]
    [InlineData("var c = x == y;", "COV003 'x == y': 'x == y' compares nodes, not the values they will have. Compare where the values are known: node.Select(x => x == …), or Gather(a, b).Select(p => p.Item1 == p.Item2).")]
    [InlineData("var c = n != 3;", "COV003 'n != 3': 'n != 3' compares nodes, not the values they will have. Compare where the values are known: node.Select(x => x == …), or Gather(a, b).Select(p => p.Item1 == p.Item2).")]
    [InlineData("var c = s == \"a\";", "COV003 's == \"a\"': 's == \"a\"' compares nodes, not the values they will have. Compare where the values are known: node.Select(x => x == …), or Gather(a, b).Select(p => p.Item1 == p.Item2).")]
    [InlineData("var c = x.Equals(y);", "COV003 'x.Equals(y)': 'x.Equals(y)' compares nodes, not the values they will have. Compare where the values are known: node.Select(x => x == …).")]
    [InlineData("var c = Electron(() => Tasks.Half(x == y ? 1 : 2));", "COV003 'x == y': 'x == y' compares nodes, not the values they will have. Write .Value on both sides.")]
    [InlineData("var t = $\"score {x}\";", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("var t = \"score \" + x;", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("var t = x.ToString();", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("Console.WriteLine(\"{0}\", x);", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("var t = string.Join(\",\", 1, x, 2);", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("new StringBuilder().Append($\"{x}\");", "COV004 'x': 'x' has no value yet, so this text would describe the node. Make the text where the value is known: x.Select(x => $\"…{x}…\"), or in the method of an electron.")]
    [InlineData("if (b) { }", "COV005 'b': 'b' has no value yet, so it cannot decide a branch or a loop here. Decide in the method of an electron, or in a sublattice: a method that takes the value and returns Node<T>.")]
    [InlineData("while (x < y) { }", "COV005 'x < y': 'x < y' has no value yet, so it cannot decide a branch or a loop here. Decide in the method of an electron, or in a sublattice: a method that takes the value and returns Node<T>.")]
    [InlineData("for (var i = 0; i < n; i++) { }", "COV005 'i < n'")]
    [InlineData("do { } while (b.Value);", "COV005 'b'")]
    [InlineData("var v = b ? 1 : 2;", "COV005 'b'")]
    [InlineData("var v = b && true;", "COV005 'b'")]
    [InlineData("switch (n) { case 1: break; }", "COV005 'n'")]
    [InlineData("var v = x * n;", "COV006 'x * n': 'x * n' would turn nodes into values while the workflow is being built, which throws: there is no operator for Node<double> and Node<int>. Convert first: n.Select(x => (double)x).")]
    [InlineData("var v = n * 2.5;", "COV006 'n * 2.5': 'n * 2.5' would turn nodes into values while the workflow is being built, which throws: there is no operator for Node<int> and double. Convert first: n.Select(x => (double)x).")]
    [InlineData("var v = n & 3;", "COV006 'n & 3': 'n & 3' would turn nodes into values while the workflow is being built, which throws: there is no operator for Node<int> and int. Write node.Select(x => …) or compute in the method of an electron.")]
    public async Task Find_OfANodeUsedAsAValue_SaysWhatToWrite(string body, string finding)
    {
        var found = await Snippet.FindAsync(Snippet.Lattice(body));

        Assert.StartsWith(finding, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var v = Electron(() => Tasks.Score(data, x));")]
    [InlineData("var v = Electron(() => Tasks.Score(data, data.Value.X + x * 2));")]
    [InlineData("var v = Electron(() => Tasks.Half(x == 1.0 ? 1 : 2));")]
    [InlineData("var v = Electron(() => Tasks.Half(b ? 1 : 2));")]
    [InlineData("var v = Electron(() => Tasks.Name($\"{x}\"));")]
    [InlineData("var v = Electron(() => Tasks.Half(new double[] { 1.0, x }.Where(i => i > y).Sum()));")]
    [InlineData("var v = Electron(() => Tasks.Name(x.ToString() + x.Equals(y)));")]
    [InlineData("var v = Electron(() => Tasks.Count(n), \"slurm\");")]
    [InlineData("var v = x + 1; v = 2 * x - y; v = -v;")]
    [InlineData("var v = x < y; var w = !b;")]
    [InlineData("Node<double> v = 3;")]
    [InlineData("var v = data.Select(d => d.X * 2);")]
    [InlineData("var v = Gather(x, n).Select(p => p.Item1 == p.Item2);")]
    [InlineData("var v = Gather(new[] { x, y });")]
    [InlineData("var (p, q) = Gather(x, n);")]
    [InlineData("var v = Wait(x, after: y);")]
    [InlineData("ShowNode(x); ShowAny(x);")]
    [InlineData("if (x == null || x is null || y != null) { }")]
    [InlineData("var l = new List<Node<double>> { x, 2.0 };")]
    [InlineData("var t = DispatchAsync((Node<double> i) => i + 1, 2.0);")]
    [InlineData("System.Linq.Expressions.Expression<Func<double>> e = () => Tasks.Half(x); var v = Electron(e);")]
    [InlineData("var name = \"a\"; if (name == \"a\") { Show(2.0); Console.WriteLine($\"{name}\"); }")]
    public async Task Find_OfANodeUsedAsIntended_IsSilent(string body) => Assert.Empty(await Snippet.FindAsync(Snippet.Lattice(body)));

    [Fact]
    public async Task Find_InALatticeThatReturnsTheValue_AsksForANode()
    {
        var found = await Snippet.FindAsync(Snippet.Lattice("").Replace("static void Main", "static double Run(Node<double> x) => Electron(() => Tasks.Half(x));\n static void Main", StringComparison.Ordinal));

        Assert.EndsWith("Let the function return Node<double>.", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_InASublatticeThatBranchesOnItsInput_IsSilent() =>
        Assert.Empty(await Snippet.FindAsync(Snippet.Lattice("var v = Electron(() => Refine(x, 0));").Replace("static void Main", """
            static Node<double> Refine(double error, int step)
            {
                if (error < 1e-6 || step == 10)
                {
                    return error;
                }
                var better = Electron(() => Tasks.Half(error));
                return Electron(() => Refine(better, step + 1));
            }

            static void Main
            """, StringComparison.Ordinal)));

    [Fact]
    public async Task Find_InCodeWithoutCovalent_IsSilent() =>
        Assert.Empty(await Snippet.FindAsync("class Node<T> { public static implicit operator T(Node<T> n) => default!; } class P { static void Main() { int i = new Node<int>(); } }"));
}
