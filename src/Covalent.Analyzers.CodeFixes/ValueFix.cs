using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>Errors of the compiler inside an electron that come from a node standing where it wants the value: a node of an interface type as an
/// argument (CS1503), a member or an index of the value (CS1061, CS0021). Writes <c>.Value</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ValueFix)), Shared]
public sealed class ValueFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("CS1503", "CS1061", "CS0021");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        var node = place.Node.FirstAncestorOrSelf<ExpressionSyntax>() switch
        {
            { Parent: MemberAccessExpressionSyntax access } name when access.Name == name => access.Expression,
            ElementAccessExpressionSyntax element => element.Expression,
            var expression => expression,
        };
        if (node is not null && place.IsNode(node) && place.Symbols.IsInsideElectron(node, place.Model))
        {
            yield return ("Use the node's value", () => place.Replace(node, FixPlace.Bracketed(node) + ".Value"));
        }
    }
}
