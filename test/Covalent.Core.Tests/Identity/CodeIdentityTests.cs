using System.Reflection;
using System.Runtime.Loader;
using Covalent.Core.Identity;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Covalent.Core.Tests.Identity;

/// <summary>Compiles two versions of a program and compares the identities of the same function in both.</summary>
public sealed class CodeIdentityTests
{
    private const string Async = "public static async Task<int> F(int x) { await Task.Yield(); return x + 1; }";
    private const string Lambda = "public static int F(int x) => new[] { 1, 2, 3 }.Select(i => i * x).Sum();";

    public static TheoryData<string, string, string> Same => new()
    {
        { "an unrelated method is added", "public static int F(int x) => x + 1;", "public static int G() => 7; public static int F(int x) => x + 1;" },
        { "lambdas before it shift the compiler's names", Lambda, "public static int G() => new[] { 4 }.Select(i => i + 9).Sum(); " + Lambda },
        { "state machines before it shift the compiler's names", Async, "public static async Task G() { await Task.Yield(); } " + Async },
        { "a helper is renamed", "static int H(int x) => x * 2; public static int F(int x) => H(x);", "static int Helper(int x) => x * 2; public static int F(int x) => Helper(x);" },
        { "a comment and white space change", "public static int F(int x) => x + 1;", "public static int F(int x)\n => /* more */ x   + 1;" },
    };

    public static TheoryData<string, string, string> Different => new()
    {
        { "a constant changes", "public static int F(int x) => x + 1;", "public static int F(int x) => x + 2;" },
        { "a text changes", "public static string F(int x) => \"a\";", "public static string F(int x) => \"b\";" },
        { "a helper's body changes", "static int H(int x) => x * 2; public static int F(int x) => H(x);", "static int H(int x) => x * 3; public static int F(int x) => H(x);" },
        { "a lambda's body changes", Lambda, Lambda.Replace("i * x", "i + x") },
        { "the code after an await changes", Async, Async.Replace("x + 1", "x + 2") },
        { "an iterator's body changes", "static IEnumerable<int> I() { yield return 1; } public static int F(int x) => I().Sum();", "static IEnumerable<int> I() { yield return 2; } public static int F(int x) => I().Sum();" },
        { "an array literal changes", "public static int F(int x) => new[] { 1, 2, 3, 4, 5, 6 }[x];", "public static int F(int x) => new[] { 1, 2, 3, 4, 5, 7 }[x];" },
        { "an override changes", "class A { public virtual int V() => 1; } class B : A { public override int V() => 2; } static int U(A a) => a.V(); public static int F(int x) => U(new B());", "class A { public virtual int V() => 1; } class B : A { public override int V() => 3; } static int U(A a) => a.V(); public static int F(int x) => U(new B());" },
        { "an implementation reached by interface changes", "interface I { int V(); } class B : I { public int V() => 2; } public static int F(int x) { I i = new B(); return i.V(); }", "interface I { int V(); } class B : I { public int V() => 3; } public static int F(int x) { I i = new B(); return i.V(); }" },
        { "a static field's initial value changes", "static readonly int S = 1; public static int F(int x) => S;", "static readonly int S = 2; public static int F(int x) => S;" },
        { "a called framework method changes", "public static double F(double x) => Math.Sin(x);", "public static double F(double x) => Math.Cos(x);" },
        { "reflection makes the reach undecidable and the assembly is rebuilt differently", "public static object F(string n) => Activator.CreateInstance(Type.GetType(n)!)!;", "static int other = 3; public static object F(string n) => Activator.CreateInstance(Type.GetType(n)!)!;" },
        { "recursion with another base case", "public static int F(int x) => x == 0 ? 1 : x * F(x - 1);", "public static int F(int x) => x == 1 ? 1 : x * F(x - 1);" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Identity_WhenNothingItReachesChanged_IsTheSame(string because, string before, string after) =>
        Assert.True(IdentityIn(before) == IdentityIn(after), because);

    [Theory]
    [MemberData(nameof(Different))]
    public void Identity_WhenWhatItReachesChanged_Differs(string because, string before, string after) =>
        Assert.True(IdentityIn(before) != IdentityIn(after), because);

    [Fact]
    public void Identity_AskedTwice_ComesFromTheCache()
    {
        var method = typeof(Math).GetMethod(nameof(Math.Abs), [typeof(int)])!;
        Assert.Same(CodeIdentity.Of(method), CodeIdentity.Of(method));
    }

    private static string IdentityIn(string members)
    {
        var source = $"using System; using System.Linq; using System.Collections.Generic; using System.Threading.Tasks; public static class P {{ {members} }}";
        var compilation = CSharpCompilation.Create(
            "Program",
            [CSharpSyntaxTree.ParseText(source)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        return CodeIdentity.Of(assembly.GetType("P")!.GetMethod("F", BindingFlags.Public | BindingFlags.Static)!)!;
    }
}
