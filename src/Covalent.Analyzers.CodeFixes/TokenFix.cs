using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV012 on a cancellation token: passes default, for the task receives its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TokenFix)), Shared]
public sealed class TokenFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV012");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { Parent: ArgumentSyntax { Expression: var argument } }
            && place.Model.GetTypeInfo(argument).Type is { Name: "CancellationToken" })
        {
            yield return ("Pass default", () => place.Replace(argument, "default"));
        }
    }
}
