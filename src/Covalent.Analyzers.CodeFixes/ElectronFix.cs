using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Covalent.Analyzers.CodeFixes;

/// <summary>What the fixes of this package have in common: one syntax tree in, one out.</summary>
public abstract class ElectronFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null || CovalentSymbols.Of(model.Compilation) is not { } symbols)
        {
            return;
        }
        foreach (var diagnostic in context.Diagnostics)
        {
            var place = new FixPlace(root, model, symbols, diagnostic, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true));
            foreach (var (title, change) in Offer(place))
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change())), title), diagnostic);
            }
        }
    }

    /// <summary>The changes on offer, each with its title; each gives the new root.</summary>
    private protected abstract IEnumerable<(string Title, Func<SyntaxNode> Change)> Offer(FixPlace place);

    private protected static ImmutableArray<string> Ids(params string[] ids) => ImmutableArray.Create(ids);
}
