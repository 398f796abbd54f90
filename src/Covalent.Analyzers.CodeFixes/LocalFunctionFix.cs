using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>A local function called in an electron (CS8110 of the compiler, COV001 of ours): moves it to a class, or assigns it to a delegate variable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LocalFunctionFix)), Shared]
public sealed class LocalFunctionFix : ElectronFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Ids("CS8110", "COV001");

    private protected override IEnumerable<(string, Func<SyntaxNode>)> Offer(FixPlace place)
    {
        if (Called(place) is not { } name || place.Model.GetSymbolInfo(name).Symbol is not IMethodSymbol { MethodKind: MethodKind.LocalFunction } function
            || !place.Symbols.IsInsideElectron(name, place.Model))
        {
            yield break;
        }
        if (LocalFunctionMove.Plan(place, function) is { } move)
        {
            yield return ($"Move '{function.Name}' to the class '{move.Class}'", move.Apply);
        }
        if (name.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement.Parent is BlockSyntax or GlobalStatementSyntax)
        {
            var variable = Variable(place, function.Name);
            yield return ($"Assign '{function.Name}' to a delegate variable", () => Assign(place, statement, name, variable));
        }
    }

    private static IdentifierNameSyntax? Called(FixPlace place) =>
        place.Node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault(n => place.Model.GetSymbolInfo(n).Symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction });

    private static string Variable(FixPlace place, string function)
    {
        var camel = char.ToLowerInvariant(function[0]) + function.Substring(1);
        return camel == function ? place.Fresh(function + "Function") : place.Fresh(camel, camel + "Function");
    }

    private static SyntaxNode Assign(FixPlace place, StatementSyntax statement, IdentifierNameSyntax name, string variable)
    {
        var declaration = SyntaxFactory.ParseStatement($"var {variable} = {name.Identifier.Text};")
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var changed = statement.ReplaceNode(name, SyntaxFactory.IdentifierName(variable).WithTriviaFrom(name));
        changed = changed.WithLeadingTrivia(statement.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        return statement.Parent is GlobalStatementSyntax global
            ? place.Root.ReplaceNode(global, [global.WithStatement(declaration), global.WithStatement(changed)])
            : place.Root.ReplaceNode(statement, [declaration, changed]);
    }
}
