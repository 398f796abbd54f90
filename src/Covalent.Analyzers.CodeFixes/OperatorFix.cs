using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV006: converts the node of the other type, so that the operator on nodes applies.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OperatorFix)), Shared]
public sealed class OperatorFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV006");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is not { } binary || place.Model.GetOperation(binary) is not IBinaryOperation operation)
        {
            yield break;
        }
        var wanted = operation.LeftOperand.Type!;
        var odd = new[] { binary.Left, binary.Right }.Where(side => place.Symbols.ValueType(place.Model.GetTypeInfo(side).Type) is { } type && !SymbolEqualityComparer.Default.Equals(type, wanted)).ToList();
        if (odd.Count == 1)
        {
            var (type, value) = (wanted.ToMinimalDisplayString(place.Model, binary.SpanStart), place.Fresh("value", "known"));
            yield return ($"Convert to {type} when the value is known", () => place.Replace(odd[0], $"{FixPlace.Bracketed(odd[0])}.Select({value} => ({type}){value})"));
        }
    }
}
