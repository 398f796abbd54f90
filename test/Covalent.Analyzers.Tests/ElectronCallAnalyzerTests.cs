namespace Covalent.Analyzers.Tests;

public sealed class ElectronCallAnalyzerTests
{
    [Theory]
    [InlineData("int Add(int i) => i; var v = Electron(() => Add(n));", "COV001 'Add': 'Add' is a local function, which an electron cannot call. Move it to a class ('static class Tasks') and call Tasks.Add(…), or assign it to a delegate variable first.", "CS8110")]
    [InlineData("var v = Electron(() => data.Value.X);", "COV007 'data.Value.X': 'data.Value.X' is not a call of one method, so there is nothing to run as a task. To take a part of a value, write node.Select(x => x.Part).")]
    [InlineData("var v = Electron(() => n.Value + 1);", "COV007 'n.Value + 1': 'n.Value + 1' is not a call of one method, so there is nothing to run as a task. Operators on nodes need no electron: write a + b outside, or compute in the arguments of a call.")]
    [InlineData("var v = Electron(() => new Data(1, 2));", "COV007 'new Data(1, 2)': 'new Data(1, 2)' is not a call of one method, so there is nothing to run as a task. To make an object on the worker, call a method that makes it.")]
    [InlineData("var v = Electron(() => 3);", "COV007 '3': '3' is not a call of one method, so there is nothing to run as a task. A plain value needs no electron: pass it as an argument.")]
    [InlineData("var v = Electron(() => (double)Tasks.Count(n));", "COV007 '(double)Tasks.Count(n)': '(double)Tasks.Count(n)' is not a call of one method, so there is nothing to run as a task. Convert the result where it is used.")]
    [InlineData("var v = Electron(() => b ? 1 : 2);", "COV007 'b ? 1 : 2': 'b ? 1 : 2' is not a call of one method, so there is nothing to run as a task. Choose inside a method, or between two electrons in a sublattice.")]
    [InlineData("var v = Electron(() => { return Tasks.Count(n); });", "COV008 '() => { return Tasks.Count(n); }': An electron is one call, not a block of statements. Put the statements into a method and call that: Electron(() => Method(arguments)).", "CS0834")]
    [InlineData("var v = Electron(async () => await Tasks.CountAsync(n));", "COV008 'async () => await Tasks.CountAsync(n)': An electron is one call, not an async lambda. Call the method without async and await; a method that returns a Task is awaited on the worker.", "CS0121")]
    public async Task Find_OfAWrongElectron_SaysWhatToWrite(string body, string finding, params string[] compilerErrors) =>
        Assert.Equal([finding], await Snippet.FindAsync(Snippet.Lattice(body), compilerErrors));

    [Theory]
    [InlineData("int M(int a, ref int i) => i;", "int i = 1; var v = Electron(() => Odd.M(n, ref i));", "COV009 'Odd.M(n, ref i)': Parameter 'i' of 'M' is passed by ref, and only values travel. Take a value, and return what changes.")]
    [InlineData("int M(out int i) { i = 1; return i; }", "int i = 1; var v = Electron(() => Odd.M(out i));", "COV009 'Odd.M(out i)': Parameter 'i' of 'M' is passed by out, and only values travel. Take a value, and return what changes.")]
    [InlineData("object M() => 1;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns object, which cannot travel back from a task: the other side would have to trust a type name found in the data. Declare the real type.")]
    [InlineData("dynamic M() => 1;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns dynamic, which cannot travel back from a task: the other side would have to trust a type name found in the data. Declare the real type.")]
    [InlineData("Task<object> M() => null!;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns object, which cannot travel back from a task: the other side would have to trust a type name found in the data. Declare the real type.")]
    [InlineData("List<object> M() => [];", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns List<object>, which cannot travel back from a task: the other side would have to trust a type name found in the data. Declare the real type.")]
    [InlineData("(int, Stream) M() => (1, Stream.Null);", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns (int, Stream), which cannot travel back from a task: it is a stream. Return the data in it.")]
    [InlineData("FileStream M() => null!;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns FileStream, which cannot travel back from a task: it is a stream. Return the data in it.")]
    [InlineData("IDisposable M() => null!;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns IDisposable, which cannot travel back from a task: it is an interface, and the other side must know which type to make. Declare the concrete type, or close the list with [PayloadTypes(typeof(A), typeof(B))].")]
    [InlineData("Encoding M() => null!;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns Encoding, which cannot travel back from a task: it is abstract, and the other side must know which type to make. Declare the concrete type, or close the list with [PayloadTypes(typeof(A), typeof(B))].")]
    [InlineData("Func<int> M() => null!;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns Func<int>, which cannot travel back from a task: a delegate is code, not data. Return the data, or make the function an electron of its own.")]
    [InlineData("nint M() => 1;", "var v = Electron(() => Odd.M());", "COV010 'Odd.M()': 'M' returns nint, which cannot travel back from a task: an address means nothing on another machine. Return an array or another value.")]
    [InlineData("async void M() => await Task.Yield();", "var v = Electron(() => Odd.M());", "COV011 'Odd.M()': 'M' is async void: the task would end before its work does, and its failures would end the worker. Return Task.")]
    [InlineData("int M(Stream s) => 1;", "var f = File.OpenRead(\"x\"); var v = Electron(() => Odd.M(f));", "COV012 'f': 'f' is a stream, which cannot travel with the task. Pass the path of a file, or the bytes.")]
    [InlineData("int M(DbConnection c) => 1;", "DbConnection c = null!; var v = Electron(() => Odd.M(c));", "COV012 'c': 'c' is a database connection, which cannot travel with the task. Pass the connection's address and open it in the method.")]
    [InlineData("int M(HttpClient c) => 1;", "var c = new HttpClient(); var v = Electron(() => Odd.M(c));", "COV012 'c': 'c' is an HTTP client, which cannot travel with the task. Make the client in the method.")]
    [InlineData("int M(CancellationToken t) => 1;", "var source = new CancellationTokenSource(); var v = Electron(() => Odd.M(source.Token));", "COV012 'source.Token': 'source.Token' is a cancellation token of this process, which cannot travel with the task. Pass default: the task receives its own token.")]
    [InlineData("int M(Task<int> t) => 1;", "var t = Tasks.CountAsync(1); var v = Electron(() => Odd.M(t));", "COV012 't': 't' is work in progress on this machine, which cannot travel with the task. Make the method an electron of its own and pass its node.")]
    [InlineData("int M(params object[] t) => 1;", "var t = Tasks.CountAsync(1); var v = Electron(() => Odd.M(1, t));", "COV012 't': 't' is work in progress on this machine, which cannot travel with the task. Make the method an electron of its own and pass its node.")]
    [InlineData("int M(int i) => 1;", "var c = new HttpClient(); var v = Electron(() => c.GetHashCode());", "COV012 'c': 'c' is an HTTP client, which cannot travel with the task. Make the client in the method.")]
    public async Task Find_OfAMethodThatCannotRunAsATask_SaysWhatToWrite(string method, string body, string finding) =>
        Assert.Equal([finding], await Snippet.FindAsync(WithOdd(method, body)));

    [Theory]
    [InlineData("void M(int i) { }", "Electron(() => Odd.M(n));")]
    [InlineData("IReadOnlyList<int> M() => [];", "var v = Electron(() => Odd.M());")]
    [InlineData("IDictionary<string, double[]> M() => null!;", "var v = Electron(() => Odd.M());")]
    [InlineData("async Task<int> M() { await Task.Yield(); return 1; }", "var v = Electron(() => Odd.M());")]
    [InlineData("ValueTask<int?> M() => default;", "var v = Electron(() => Odd.M());")]
    [InlineData("Node<int> M(int i) => i;", "var v = Electron(() => Odd.M(n));")]
    [InlineData("T M<T>(T value) => value;", "var v = Electron(() => Odd.M(n.Value));")]
    [InlineData("int M(in int i) => i;", "var v = Electron(() => Odd.M(n));")]
    [InlineData("int M(int i, CancellationToken t) => 1;", "var v = Electron(() => Odd.M(n, default)); v = Electron(() => Odd.M(n, CancellationToken.None));")]
    [InlineData("int M(CancellationToken t = default) => 1;", "var v = Electron(() => Odd.M(default(CancellationToken)));")]
    [InlineData("int M(int i) => i;", "Func<int, int> f = Odd.M; var v = Electron(() => f(n));")]
    [InlineData("int M(Func<int, int> f) => f(1);", "var v = Electron(() => Odd.M(i => i + n));")]
    [InlineData("IShape M() => null!;", "var v = Electron(() => Odd.M());")]
    [InlineData("IOther M() => null!;", "var v = Electron(() => Odd.M());")]
    [InlineData("IThird M() => null!;", "var v = Electron(() => Odd.M());")]
    public async Task Find_OfAMethodThatCanRunAsATask_IsSilent(string method, string body) => Assert.Empty(await Snippet.FindAsync(WithOdd(method, body)));

    [Fact]
    public async Task Find_OfALocalFunctionInTopLevelStatements_SaysWhatToWrite()
    {
        var found = await Snippet.FindAsync(Snippet.Usings + """
            var v = Electron(() => Add(1, 2));

            int Add(int a, int b) => a + b;
            """, "CS8110");

        Assert.StartsWith("COV001 'Add'", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OfAnElectronAttribute_ChecksTheMethodWhereItIsDeclared()
    {
        var found = await Snippet.FindAsync(Snippet.Usings + """
            static class Program
            {
                static void Main() { }

                [Electron] public static object Odd(ref int i) => i;

                public static object Free(ref int i) => i;
            }
            """);

        Assert.Equal(["COV009 'Odd'", "COV010 'Odd'"], found.Select(f => f[..f.IndexOf(':', StringComparison.Ordinal)]).Order());
    }

    private static string WithOdd(string method, string body) => Snippet.Lattice(body).Replace("using static Covalent.Workflow;", """
        using static Covalent.Workflow;
        [assembly: PayloadTypes(typeof(Circle), For = typeof(IOther))]
        [assembly: PayloadCodec(typeof(ThirdCodec))]
        """, StringComparison.Ordinal) + $$"""

        [PayloadTypes(typeof(Circle))] public interface IShape;
        public interface IOther;
        public interface IThird;
        public abstract class ThirdCodec : PayloadCodec<IThird>;
        public sealed class Circle : IShape, IOther;

        static class Odd
        {
            public static {{method}}
        }
        """;
}
