using System.Collections.Immutable;
using Covalent.Analyzers.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;

namespace Covalent.Analyzers.Tests.CodeFixes;

/// <summary>Applies fixes as an editor does.</summary>
internal static class FixedSnippet
{
    private static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        new AsyncVoidFix(), new EqualityFix(), new LocalFunctionFix(), new OperatorFix(), new ReadOutsideFix(), new ShapeFix(), new TextFix(), new TokenFix(), new ValueFix(),
    ];

    /// <summary>Titles of the fixes on offer for the first finding of one id.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(string code, string id) => [.. (await OffersAsync(Open(code), id)).Select(o => o.Title)];

    /// <summary>The code after the fix of that title for the first finding of that id; fails if the result does not compile.</summary>
    public static async Task<string> ApplyAsync(string code, string id, string title)
    {
        var document = Open(code);
        var offer = Assert.Single(await OffersAsync(document, id), o => o.Title == title);
        var operations = await offer.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var formatted = await Formatter.FormatAsync(changed, Formatter.Annotation);
        return (await formatted.GetTextAsync()).ToString();
    }

    private static async Task<IReadOnlyList<CodeAction>> OffersAsync(Document document, string id)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        var found = compilation.GetDiagnostics().Concat(await compilation.WithAnalyzers(Snippet.Analyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync());
        var diagnostic = found.Where(d => d.Id == id).MinBy(d => d.Location.SourceSpan.Start);
        Assert.True(diagnostic is not null, $"No {id} in: {string.Join(", ", compilation.GetDiagnostics())}");
        var offers = new List<CodeAction>();
        foreach (var provider in Providers.Where(p => p.FixableDiagnosticIds.Contains(id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), CancellationToken.None));
        }
        return offers;
    }

    private static Document Open(string code)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Snippet", "Snippet", LanguageNames.CSharp,
            compilationOptions: Snippet.Options(OutputKind.ConsoleApplication), parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14), metadataReferences: Snippet.References));
        return workspace.AddDocument(project.Id, "Snippet.cs", Microsoft.CodeAnalysis.Text.SourceText.From(code));
    }
}
