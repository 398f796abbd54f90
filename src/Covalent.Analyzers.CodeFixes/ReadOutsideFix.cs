using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>COV002: makes the call an electron, or the variable or result a node.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadOutsideFix)), Shared]
public sealed class ReadOutsideFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("COV002");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (place.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } node)
        {
            yield break;
        }
        var whole = node.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "Value" } value && value.Expression == node ? value : node;
        if (whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
        {
            yield return ("Run the method as an electron", () => place.Replace(call, $"{place.Workflow("Electron")}(() => {call.WithoutTrivia()})"));
        }
        else if (whole == node && Declared(whole) is { } type && place.Model.GetTypeInfo(node).Type is INamedTypeSymbol nodeType)
        {
            var name = nodeType.ToMinimalDisplayString(place.Model, type.SpanStart);
            yield return ($"Declare {name}", () => place.Root.ReplaceNode(type, SyntaxFactory.ParseTypeName(name).WithTriviaFrom(type)));
        }
    }

    /// <summary>The type that decides that a value is wanted: of the variable, or of the function's result.</summary>
    private static TypeSyntax? Declared(ExpressionSyntax value) => value.Parent switch
    {
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Variables.Count: 1, Type: { IsVar: false } type } } => type,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } => method.ReturnType,
        ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } => function.ReturnType,
        ReturnStatementSyntax @return => @return.Ancestors().FirstOrDefault(a => a is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax function => function.ReturnType,
            _ => null,
        },
        _ => null,
    };
}
