using System.Text.RegularExpressions;
using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>Turns the parser's findings into ours. The parser quotes the text it stumbled over, which may be a password.</summary>
internal static partial class TomlMistakes
{
    private const int Shown = 20;

    public static IReadOnlyList<ConfigurationProblem> Describe(DiagnosticsBag findings, string text, string file)
    {
        var lines = text.Split('\n');
        return [.. findings
            .Where(f => f.Kind == DiagnosticMessageKind.Error)
            .OrderBy(f => f.Span.Start.Line)
            .DistinctBy(f => f.Span.Start.Line)
            .Take(Shown)
            .Select(f => new ConfigurationProblem(file, f.Span.Start.Line + 1, f.Span.Start.Column + 1, Sentence(f.Message, lines.ElementAtOrDefault(f.Span.Start.Line) ?? "")))];
    }

    private static string Sentence(string finding, string line)
    {
        if (Redefinition().Match(finding) is { Success: true } twice)
        {
            return $"{twice.Groups["key"].Value} is set already in line {twice.Groups["line"].Value}; keep one of the two.";
        }
        return Secrets.IsSecretName(line) || Secrets.HoldsCredentials(line)
            ? "not valid TOML (the line holds a secret and is not shown); text needs quotes."
            : $"not valid TOML: {finding.TrimEnd('.')}.";
    }

    [GeneratedRegex(@"^The key `(?<key>[^`]*)` is already defined at \((?<line>\d+),\d+\)")]
    private static partial Regex Redefinition();
}
