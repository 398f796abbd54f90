using Microsoft.CodeAnalysis.Diagnostics;

namespace Covalent.Analyzers.Tests;

public sealed class RulesTests
{
    [Fact]
    public void Rules_AllOfThem_AreExplainedInTheGuide()
    {
        using var guide = new StreamReader(typeof(RulesTests).Assembly.GetManifestResourceStream("analyzers.md")!);
        var text = guide.ReadToEnd();

        Assert.All(Snippet.Analyzers.SelectMany(a => a.SupportedDiagnostics).DistinctBy(r => r.Id), rule =>
        {
            Assert.Contains($"## {rule.Id}: {char.ToLowerInvariant(rule.Title.ToString()![0])}{rule.Title.ToString()![1..]}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains($"| {rule.Id} | {rule.DefaultSeverity.ToString().ToLowerInvariant()} |", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Rules_AllOfThem_ExplainThemselves() =>
        Assert.All(Snippet.Analyzers.SelectMany((DiagnosticAnalyzer a) => a.SupportedDiagnostics), rule => Assert.False(string.IsNullOrWhiteSpace(rule.Description.ToString())));
}
