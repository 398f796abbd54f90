using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV011: lets the method return a task, where it is declared in the same file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncVoidFix)), Shared]
public sealed class AsyncVoidFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV011");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        var symbol = place.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call ? place.Model.GetSymbolInfo(call).Symbol : place.Model.GetDeclaredSymbol(place.Node);
        var result = symbol?.DeclaringSyntaxReferences.FirstOrDefault(r => r.SyntaxTree == place.Root.SyntaxTree)?.GetSyntax() switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax function => function.ReturnType,
            _ => null,
        };
        if (result is not null && place.Model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is { } task)
        {
            yield return ("Return Task", () => place.Root.ReplaceNode(result, SyntaxFactory.ParseTypeName(task.ToMinimalDisplayString(place.Model, result.SpanStart)).WithTriviaFrom(result)));
        }
    }
}
