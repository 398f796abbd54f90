using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV008: takes braces, async and await away where one call is left.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShapeFix)), Shared]
public sealed class ShapeFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV008");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<LambdaExpressionSyntax>() is { } lambda && Call(lambda) is { } call)
        {
            yield return ("Leave the call alone", () => place.Replace(lambda, $"() => {call.WithoutTrivia()}"));
        }
    }

    private static ExpressionSyntax? Call(LambdaExpressionSyntax lambda)
    {
        var body = (lambda.ExpressionBody, lambda.Block?.Statements) switch
        {
            ({ } expression, _) => expression,
            (_, { Count: 1 } statements) => statements[0] switch
            {
                ReturnStatementSyntax { Expression: { } value } => value,
                ExpressionStatementSyntax statement => statement.Expression,
                _ => null,
            },
            _ => null,
        };
        body = body is AwaitExpressionSyntax awaited ? awaited.Expression : body;
        return body is InvocationExpressionSyntax && !body.DescendantNodes().OfType<AwaitExpressionSyntax>().Any() ? body : null;
    }
}
