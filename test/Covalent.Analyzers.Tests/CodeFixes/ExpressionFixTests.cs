namespace Covalent.Analyzers.Tests.CodeFixes;

/// <summary>Fixes that change one expression, one declared type or one lambda.</summary>
public sealed class ExpressionFixTests
{
    [Theory]
    [InlineData("COV002", "Run the method as an electron", "Show(x);", "Electron(() => Show(x));")]
    [InlineData("COV002", "Run the method as an electron", "var v = Tasks.Half(x.Value);", "var v = Electron(() => Tasks.Half(x.Value));")]
    [InlineData("COV002", "Declare Node<double>", "double d = x;", "Node<double> d = x;")]
    [InlineData("COV002", "Declare Node<int>", "int F() { return n; }", "Node<int> F() { return n; }")]
    [InlineData("COV002", "Declare Node<int>", "int F() => n;", "Node<int> F() => n;")]
    [InlineData("COV003", "Compare the value when it is known", "var c = n == 3;", "var c = n.Select(value => value == 3);")]
    [InlineData("COV003", "Compare the value when it is known", "var c = 3 != n + 1;", "var c = (n + 1).Select(value => 3 != value);")]
    [InlineData("COV003", "Compare the values when they are known", "var c = x == y;", "var c = Gather(x, y).Select(pair => pair.Item1 == pair.Item2);")]
    [InlineData("COV003", "Compare the values when they are known", "var pair = 1; var c = x != y;", "var pair = 1; var c = Gather(x, y).Select(both => both.Item1 != both.Item2);")]
    [InlineData("COV003", "Compare the values", "var c = Electron(() => Tasks.Half(x == y ? 1 : 2));", "var c = Electron(() => Tasks.Half(x.Value == y.Value ? 1 : 2));")]
    [InlineData("COV004", "Make the text when the value is known", "var t = $\"score {x:F2}!\";", "var t = x.Select(value => $\"score {value:F2}!\");")]
    [InlineData("COV004", "Make the text when the value is known", "var t = \"score \" + x + \"!\";", "var t = x.Select(value => \"score \" + value + \"!\");")]
    [InlineData("COV006", "Convert to double when the value is known", "var v = x * n;", "var v = x * n.Select(value => (double)value);")]
    [InlineData("COV006", "Convert to double when the value is known", "var v = (n + 1) / 2.5;", "var v = (n + 1).Select(value => (double)value) / 2.5;")]
    [InlineData("COV008", "Leave the call alone", "var v = Electron(() => { return Tasks.Count(n); });", "var v = Electron(() => Tasks.Count(n));")]
    [InlineData("COV008", "Leave the call alone", "Electron(() => { Tasks.Do(n); });", "Electron(() => Tasks.Do(n));")]
    [InlineData("COV008", "Leave the call alone", "var v = Electron(async () => await Tasks.CountAsync(n), \"slurm\");", "var v = Electron(() => Tasks.CountAsync(n), \"slurm\");")]
    [InlineData("COV008", "Leave the call alone", "var v = Electron(async () => { return await Tasks.CountAsync(n); });", "var v = Electron(() => Tasks.CountAsync(n));")]
    [InlineData("COV012", "Pass default", "var t = new CancellationTokenSource(); var v = Electron(() => Tasks.CountAsync(n, t.Token));", "var t = new CancellationTokenSource(); var v = Electron(() => Tasks.CountAsync(n, default));")]
    [InlineData("CS1503", "Use the node's value", "var l = Electron(() => Tasks.List()); var v = Electron(() => Tasks.Sum(l));", "var l = Electron(() => Tasks.List()); var v = Electron(() => Tasks.Sum(l.Value));")]
    [InlineData("CS1061", "Use the node's value", "var v = Electron(() => Tasks.Count(array.Length));", "var v = Electron(() => Tasks.Count(array.Value.Length));")]
    [InlineData("CS0021", "Use the node's value", "var v = Electron(() => Tasks.Count(array[0]));", "var v = Electron(() => Tasks.Count(array.Value[0]));")]
    public async Task Fix_OfAFinding_WritesWhatCompilesAndHasItNoMore(string id, string title, string before, string after)
    {
        var fixedCode = await FixedSnippet.ApplyAsync(Snippet.Lattice(before), id, title);

        Assert.Equal(Snippet.Lattice(after), fixedCode, ignoreLineEndingDifferences: true);
        Assert.DoesNotContain(await Snippet.FindAsync(fixedCode), f => f.StartsWith(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("COV002", "Func<double> f = () => x;")]
    [InlineData("COV004", "var t = $\"{x} {y}\";")]
    [InlineData("COV004", "Console.WriteLine(\"{0}\", x);")]
    [InlineData("COV006", "var v = n & 3;")]
    [InlineData("COV008", "var v = Electron(() => { var i = 1; return Tasks.Count(i); });")]
    [InlineData("COV012", "var t = Tasks.CountAsync(1); var v = Electron(() => Task.WhenAll(t));")]
    public async Task Fix_WhereNoneIsSafe_IsNotOffered(string id, string body) => Assert.Empty(await FixedSnippet.TitlesAsync(Snippet.Lattice(body), id));

    [Fact]
    public async Task Fix_WithoutTheStaticUsing_WritesTheClassName()
    {
        var code = Snippet.Lattice("Show(x);").Replace("using static Covalent.Workflow;\n", "", StringComparison.Ordinal);

        Assert.Contains("Workflow.Electron(() => Show(x));", await FixedSnippet.ApplyAsync(code, "COV002", "Run the method as an electron"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fix_OfAnAsyncVoidMethod_ReturnsTask()
    {
        var code = Snippet.Lattice("Electron(() => Late(1));").Replace("static void Main", "static async void Late(int i) => await Task.Yield();\n    static void Main", StringComparison.Ordinal);

        var fixedCode = await FixedSnippet.ApplyAsync(code, "COV011", "Return Task");

        Assert.Contains("static async Task Late(int i)", fixedCode, StringComparison.Ordinal);
        Assert.Empty(await Snippet.FindAsync(fixedCode));
    }
}
