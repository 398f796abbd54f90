using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV003: compares the values where they are known.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EqualityFix)), Shared]
public sealed class EqualityFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV003");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is not { } comparison)
        {
            yield break;
        }
        var (left, right, sign) = (comparison.Left, comparison.Right, comparison.OperatorToken.Text);
        if (place.Symbols.IsInsideElectron(comparison, place.Model))
        {
            yield return ("Compare the values", () => place.Replace(comparison, $"{Value(place, left)} {sign} {Value(place, right)}"));
        }
        else if (place.IsNode(left) && place.IsNode(right))
        {
            var pair = place.Fresh("pair", "both");
            yield return ("Compare the values when they are known", () => place.Replace(comparison,
                $"{place.Workflow("Gather")}({left.WithoutTrivia()}, {right.WithoutTrivia()}).Select({pair} => {pair}.Item1 {sign} {pair}.Item2)"));
        }
        else
        {
            var (node, value) = (place.IsNode(left) ? left : right, place.Fresh("value", "known"));
            yield return ("Compare the value when it is known", () => place.Replace(comparison,
                $"{FixPlace.Bracketed(node)}.Select({value} => {(node == left ? $"{value} {sign} {right.WithoutTrivia()}" : $"{left.WithoutTrivia()} {sign} {value}")})"));
        }
    }

    private static string Value(FixPlace place, ExpressionSyntax side) => place.IsNode(side) ? FixPlace.Bracketed(side) + ".Value" : side.WithoutTrivia().ToString();
}
