using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV004: makes the text where the one node in it is known.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TextFix)), Shared]
public sealed class TextFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV004");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<IdentifierNameSyntax>() is not { } node || Text(place, node) is not { } text)
        {
            yield break;
        }
        var nodes = text.DescendantNodes().OfType<IdentifierNameSyntax>().Where(place.IsNode).ToList();
        if (nodes.Exists(n => n.Identifier.Text != node.Identifier.Text))
        {
            yield break;
        }
        var value = place.Fresh("value", "known");
        yield return ("Make the text when the value is known", () =>
        {
            var inner = text.ReplaceNodes(nodes, (old, _) => SyntaxFactory.IdentifierName(value).WithTriviaFrom(old));
            return place.Root.ReplaceNode(text, SyntaxFactory.ParseExpression($"{node.Identifier.Text}.Select({value} => {inner.WithoutTrivia()})").WithTriviaFrom(text).WithAdditionalAnnotations(Formatter.Annotation));
        });
    }

    /// <summary>The interpolated string, or the whole chain of texts joined by +.</summary>
    private static ExpressionSyntax? Text(FixPlace place, ExpressionSyntax node)
    {
        if (node.Parent is InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax interpolated })
        {
            return place.Model.GetTypeInfo(interpolated).ConvertedType?.SpecialType == SpecialType.System_String ? interpolated : null;
        }
        var joined = node;
        while (joined.Parent is BinaryExpressionSyntax parent && parent.IsKind(SyntaxKind.AddExpression) && place.Model.GetTypeInfo(parent).Type?.SpecialType == SpecialType.System_String)
        {
            joined = parent;
        }
        return joined == node ? null : joined;
    }
}
