using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Covalent.Analyzers.Tests;

/// <summary>A piece of user code and what compiler and analyzers say about it.</summary>
internal static class Snippet
{
    /// <summary>What every snippet may use.</summary>
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Data.Common;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;
        using Covalent;
        using static Covalent.Workflow;

        """;

    /// <summary>Methods that snippets call.</summary>
    public const string Tasks = """

        public sealed record Data(double X, int N);

        static class Tasks
        {
            public static Data Load() => new(1, 2);
            public static double Score(Data data, double c) => data.X * c;
            public static double Half(double x) => x / 2;
            public static int Count(int n) => n;
            public static string Name(string s) => s;
            public static bool Ok(int n) => n > 0;
            public static Task<int> CountAsync(int n, CancellationToken cancellationToken = default) => Task.FromResult(n);
            public static Task WorkAsync(int n) => Task.CompletedTask;
            public static void Do(int n) { }
            public static IReadOnlyList<int> List() => [1];
            public static int Sum(IReadOnlyList<int> list) => list.Count;
            public static Node<int> Sub(int n) => n;
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsFramework).Select(p => MetadataReference.CreateFromFile(p))];

    public static ImmutableArray<MetadataReference> References { get; } = [.. Framework, MetadataReference.CreateFromFile(typeof(Node).Assembly.Location)];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new NodeUseAnalyzer(), new ElectronCallAnalyzer(), new ElectronMethodAnalyzer()];

    /// <summary>A method body inside a lattice with some nodes at hand.</summary>
    public static string Lattice(string body) => $$"""
        {{Usings}}static class Program
        {
            static void Lattice(Node<double> x, Node<double> y, Node<int> n, Node<bool> b, Node<string> s, Node<Data> data, Node<int[]> array)
            {
                {{body}}
            }

            static void Main() { }
            static void Show(double value) { }
            static void ShowNode(Node<double> value) { }
            static void ShowAny(object value) { }
        }
        {{Tasks}}
        """;

    public static CSharpCompilation Compile(string code, OutputKind kind = OutputKind.ConsoleApplication) => CSharpCompilation.Create(
        "Snippet",
        [CSharpSyntaxTree.ParseText(SourceText.From(code), ParseOptions, "Snippet.cs")],
        References,
        Options(kind));

    public static CSharpCompilationOptions Options(OutputKind kind) => new(kind, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Our findings, each as <c>COV002 'text': message</c>; fails on errors of the compiler that were not announced.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(string code, params string[] compilerErrors)
    {
        var compilation = Compile(code);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id).Distinct().Order();
        Assert.Equal(compilerErrors.Order(), errors);
        var found = await compilation.WithAnalyzers(Analyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start).Select(d => $"{d.Id} '{d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)}': {d.GetMessage()}")];
    }

    private static bool IsFramework(string path) => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.Win32.Primitives.dll");
}
