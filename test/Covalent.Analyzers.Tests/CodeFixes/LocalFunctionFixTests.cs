namespace Covalent.Analyzers.Tests.CodeFixes;

public sealed class LocalFunctionFixTests
{
    private const string TopLevel = """
        // A first program.
        Node<int> Run(Node<int> n)
        {
            var sum = Electron(() => Add(n, 1));
            return Electron(() => Twice(sum));
        }

        // Adds two numbers.
        static int Add(int a, int b) => a + b;

        int Twice(int a)
        {
            return Add(a, a);
        }

        Console.WriteLine(await DispatchAsync(Run, Add(1, 2)));

        """;

    [Theory]
    [InlineData("CS8110")]
    [InlineData("COV001")]
    public async Task Move_OfATopLevelFunction_PutsItIntoAClassAndChangesItsCalls(string id)
    {
        var code = Snippet.Usings + TopLevel;

        var moved = await FixedSnippet.ApplyAsync(code, id, "Move 'Add' to the class 'Tasks'");

        Assert.Equal(Snippet.Usings + """
            // A first program.
            Node<int> Run(Node<int> n)
            {
                var sum = Electron(() => Tasks.Add(n, 1));
                return Electron(() => Twice(sum));
            }

            int Twice(int a)
            {
                return Tasks.Add(a, a);
            }

            Console.WriteLine(await DispatchAsync(Run, Tasks.Add(1, 2)));

            static class Tasks
            {
                // Adds two numbers.
                public static int Add(int a, int b) => a + b;
            }

            """, moved, ignoreLineEndingDifferences: true);
        var both = await FixedSnippet.ApplyAsync(moved, id, "Move 'Twice' to the class 'Tasks'");
        Assert.Empty(await Snippet.FindAsync(both));
        Assert.Contains("public static int Twice(int a)\n    {\n        return Tasks.Add(a, a);\n    }\n}", both.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_OfAFunctionThatCallsAnother_TakesBoth()
    {
        var code = Snippet.Lattice("""
            int One(int i) => Two(i) + 1;
                    int Two(int i) => i > 0 ? One(i - 1) : 0;
                    var v = Electron(() => One(n));
            """);

        var moved = await FixedSnippet.ApplyAsync(code, "COV001", "Move 'One' to the class 'Tasks'");

        Assert.Empty(await Snippet.FindAsync(moved));
        Assert.Contains("var v = Electron(() => Tasks.One(n));", moved, StringComparison.Ordinal);
        Assert.Contains("public static int One(int i) => Two(i) + 1;", moved, StringComparison.Ordinal);
        Assert.Contains("public static int Two(int i) => i > 0 ? One(i - 1) : 0;", moved, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var k = 2; int Add(int i) => i + k; var v = Electron(() => Add(n));")]
    [InlineData("int Add(int i) => i + Other(); int Other() => n.GetHashCode(); var v = Electron(() => Add(n));")]
    public async Task Move_OfAFunctionThatUsesItsSurroundings_IsNotOffered(string body) =>
        Assert.Equal(["Assign 'Add' to a delegate variable"], await FixedSnippet.TitlesAsync(Snippet.Lattice(body), "CS8110"));

    [Fact]
    public async Task Assign_OfAFunction_CallsItThroughAVariable()
    {
        var code = Snippet.Lattice("int Add(int i) => i + 1;\n        // Now.\n        var v = Electron(() => Add(n));");

        var assigned = await FixedSnippet.ApplyAsync(code, "CS8110", "Assign 'Add' to a delegate variable");

        Assert.Equal(Snippet.Lattice("int Add(int i) => i + 1;\n        // Now.\n        var add = Add;\n        var v = Electron(() => add(n));"), assigned, ignoreLineEndingDifferences: true);
        Assert.Empty(await Snippet.FindAsync(assigned));
    }

    [Fact]
    public async Task Assign_InTopLevelStatements_CallsItThroughAVariable()
    {
        var code = Snippet.Usings + "var v = Electron(() => add(1));\nint add(int i) => i + 1;\n";

        Assert.Equal(
            Snippet.Usings + "var addFunction = add;\nvar v = Electron(() => addFunction(1));\nint add(int i) => i + 1;\n",
            await FixedSnippet.ApplyAsync(code, "CS8110", "Assign 'add' to a delegate variable"),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Move_InAFileScopedNamespace_PutsTheClassIntoIt()
    {
        var code = Snippet.Usings + """
            namespace Mine;

            static class Program
            {
                static void Main() { }

                static void Run()
                {
                    async Task<int> Add(int i)
                    {
                        await Task.Yield();
                        return i;
                    }

                    var v = Electron(() => Add(1));
                }
            }
            """;

        var moved = await FixedSnippet.ApplyAsync(code, "COV001", "Move 'Add' to the class 'Tasks'");

        Assert.Empty(await Snippet.FindAsync(moved));
        Assert.Contains("public static async Task<int> Add(int i)", moved, StringComparison.Ordinal);
    }
}
