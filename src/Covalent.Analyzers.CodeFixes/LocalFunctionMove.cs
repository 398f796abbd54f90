using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>Moves local functions that use nothing of their surroundings, and those they call, to a static class at the end of the file.</summary>
internal sealed class LocalFunctionMove
{
    private readonly FixPlace _place;
    private readonly Dictionary<ISymbol, LocalFunctionStatementSyntax> _functions;
    private readonly ClassDeclarationSyntax? _existing;

    private LocalFunctionMove(FixPlace place, Dictionary<ISymbol, LocalFunctionStatementSyntax> functions)
    {
        _place = place;
        _functions = functions;
        _existing = place.Root.DescendantNodes().OfType<ClassDeclarationSyntax>()
            .FirstOrDefault(c => c is { Identifier.Text: "Tasks", TypeParameterList: null, Parent: CompilationUnitSyntax or BaseNamespaceDeclarationSyntax } && c.Modifiers.Any(SyntaxKind.StaticKeyword));
        Class = _existing is not null ? "Tasks" : place.Fresh("Tasks", "Electrons");
    }

    /// <summary>Name of the class.</summary>
    public string Class { get; }

    /// <summary>The move; null if a function uses variables, parameters or members of what surrounds it.</summary>
    public static LocalFunctionMove? Plan(FixPlace place, IMethodSymbol function)
    {
        var functions = new Dictionary<ISymbol, LocalFunctionStatementSyntax>(SymbolEqualityComparer.Default);
        return Collect(place, function, functions) ? new(place, functions) : null;
    }

    public SyntaxNode Apply()
    {
        var members = _functions.Values.OrderBy(f => f.SpanStart).Select(Method).ToArray<MemberDeclarationSyntax>();
        var names = _place.Root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(IsCallFromOutside).ToList();
        var removed = _functions.Values.Select(f => f.Parent is GlobalStatementSyntax global ? global : (SyntaxNode)f).ToList();
        var root = _place.Root.TrackNodes([.. names, .. removed, .. _existing is null ? Array.Empty<SyntaxNode>() : [_existing]]);
        foreach (var name in names)
        {
            var current = root.GetCurrentNode(name)!;
            root = root.ReplaceNode(current, SyntaxFactory.ParseExpression($"{Class}.{name.Identifier.Text}").WithTriviaFrom(current));
        }
        root = root.RemoveNodes(removed.Select(r => root.GetCurrentNode(r)!), SyntaxRemoveOptions.KeepNoTrivia)!;
        return _existing is null ? WithNewClass(root, members) : root.ReplaceNode(root.GetCurrentNode(_existing)!, root.GetCurrentNode(_existing)!.AddMembers(members).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static bool Collect(FixPlace place, IMethodSymbol function, Dictionary<ISymbol, LocalFunctionStatementSyntax> functions)
    {
        if (functions.ContainsKey(function))
        {
            return true;
        }
        if (function.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not LocalFunctionStatementSyntax syntax || place.Model.GetOperation(syntax) is not ILocalFunctionOperation operation)
        {
            return false;
        }
        functions.Add(function, syntax);
        return operation.Descendants().All(part => part switch
        {
            ILocalReferenceOperation local => syntax.Span.Contains(local.Local.Locations[0].SourceSpan),
            IParameterReferenceOperation parameter => syntax.Span.Contains(parameter.Parameter.Locations[0].SourceSpan),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => false,
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } called } => Collect(place, called, functions),
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } called } => Collect(place, called, functions),
            _ => true,
        });
    }

    private bool IsCallFromOutside(IdentifierNameSyntax name) =>
        _functions.Keys.Any(f => f.Name == name.Identifier.Text)
        && _place.Model.GetSymbolInfo(name).Symbol?.OriginalDefinition is { } symbol && _functions.ContainsKey(symbol)
        && !_functions.Values.Any(f => f.Span.Contains(name.Span));

    private static MethodDeclarationSyntax Method(LocalFunctionStatementSyntax function)
    {
        var modifiers = function.Modifiers.Where(m => !m.IsKind(SyntaxKind.StaticKeyword)).Select(m => m.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space));
        SyntaxToken[] first = [SyntaxFactory.Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space)];
        return SyntaxFactory.MethodDeclaration(
                function.AttributeLists, SyntaxFactory.TokenList(first.Concat(modifiers)), function.ReturnType.WithLeadingTrivia(), explicitInterfaceSpecifier: null,
                function.Identifier, function.TypeParameterList, function.ParameterList, function.ConstraintClauses, function.Body, function.ExpressionBody, function.SemicolonToken)
            .WithLeadingTrivia(function.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private CompilationUnitSyntax WithNewClass(SyntaxNode root, MemberDeclarationSyntax[] members)
    {
        var added = ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"static class {Class}\n{{\n}}\n")!)
            .AddMembers(members)
            .WithLeadingTrivia(SyntaxFactory.EndOfLine("\n"))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var unit = (CompilationUnitSyntax)root;
        return unit.Members.LastOrDefault() is FileScopedNamespaceDeclarationSyntax space
            ? unit.ReplaceNode(space, space.AddMembers(added))
            : unit.AddMembers(added);
    }
}
