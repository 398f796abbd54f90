using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>Where a diagnostic stands, and how to write code that fits there.</summary>
internal sealed class FixPlace(SyntaxNode root, SemanticModel model, CovalentSymbols symbols, Diagnostic diagnostic, SyntaxNode node)
{
    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    public CovalentSymbols Symbols { get; } = symbols;

    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>The innermost syntax of the diagnostic's text.</summary>
    public SyntaxNode Node { get; } = node;

    public bool IsNode(ExpressionSyntax expression) => Symbols.IsTypedNode(Model.GetTypeInfo(expression).Type);

    /// <summary>Replaces one expression by text, keeping what stands around it.</summary>
    public SyntaxNode Replace(ExpressionSyntax old, string text) =>
        Root.ReplaceNode(old, SyntaxFactory.ParseExpression(text).WithTriviaFrom(old).WithAdditionalAnnotations(Formatter.Annotation));

    /// <summary>A member of the class Workflow, as it must be written here.</summary>
    public string Workflow(string member) =>
        Model.LookupSymbols(Node.SpanStart, name: member).Any(s => s.ContainingType is { Name: "Workflow" } type && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, Symbols.Node.ContainingAssembly))
            ? member
            : $"Workflow.{member}";

    /// <summary>A name for a lambda's parameter that nothing here has.</summary>
    public string Fresh(params string[] names) => names.FirstOrDefault(IsFree) ?? Enumerable.Range(2, 100).Select(i => names[0] + i).First(IsFree);

    public bool IsFree(string name) => Model.LookupSymbols(Node.SpanStart, name: name).IsEmpty;

    /// <summary>Brackets where a member access needs them.</summary>
    public static string Bracketed(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? expression.WithoutTrivia().ToString()
            : $"({expression.WithoutTrivia()})";
}
