using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers;

/// <summary>The types of Covalent in one compilation.</summary>
internal sealed class CovalentSymbols
{
    private readonly INamedTypeSymbol _typedNode;
    private readonly INamedTypeSymbol _workflow;
    private readonly INamedTypeSymbol? _expression;
    private readonly INamedTypeSymbol? _electronAttribute;

    private CovalentSymbols(Compilation compilation, INamedTypeSymbol node, INamedTypeSymbol typedNode, INamedTypeSymbol workflow)
    {
        Compilation = compilation;
        Node = node;
        _typedNode = typedNode;
        _workflow = workflow;
        _expression = compilation.GetTypeByMetadataName("System.Linq.Expressions.Expression`1");
        _electronAttribute = compilation.GetTypeByMetadataName("Covalent.ElectronAttribute");
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol Node { get; }

    /// <summary>The symbols; null in a compilation that does not use Covalent.</summary>
    public static CovalentSymbols? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Covalent.Node") is { } node
        && compilation.GetTypeByMetadataName("Covalent.Node`1") is { } typedNode
        && compilation.GetTypeByMetadataName("Covalent.Workflow") is { } workflow
            ? new(compilation, node, typedNode, workflow)
            : null;

    public bool IsNode(ITypeSymbol? type) => IsTypedNode(type) || SymbolEqualityComparer.Default.Equals(type, Node);

    public bool IsTypedNode(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, _typedNode);

    /// <summary>The type of the value behind a node.</summary>
    public ITypeSymbol? ValueType(ITypeSymbol? type) => IsTypedNode(type) ? ((INamedTypeSymbol)type!).TypeArguments[0] : null;

    /// <summary>Whether the conversion reads the value out of a node.</summary>
    public bool ReadsNode(IConversionOperation conversion) => conversion.OperatorMethod is { } method && IsTypedNode(method.ContainingType) && IsTypedNode(method.Parameters[0].Type);

    public bool IsElectron(IMethodSymbol? method) => method?.Name == "Electron" && SymbolEqualityComparer.Default.Equals(method.ContainingType, _workflow);

    public bool HasElectronAttribute(IMethodSymbol method) => method.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, _electronAttribute));

    /// <summary>Whether this is a call of Electron, even one the compiler cannot resolve because its lambda is wrong.</summary>
    public bool IsElectronCall(InvocationExpressionSyntax call, SemanticModel model) => Candidates(call, model).Any(IsElectron);

    /// <summary>Whether the code stands in a lambda that is sent to the worker as an expression: in Electron(() => …), in node.Select(x => …), or in
    /// an expression tree kept in a variable.</summary>
    public bool IsInsideElectron(SyntaxNode code, SemanticModel model)
    {
        foreach (var lambda in code.Ancestors().OfType<LambdaExpressionSyntax>())
        {
            if (lambda.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax call } argument && argument.Expression == lambda)
            {
                if (Candidates(call, model).Any(IsOurs))
                {
                    return true;
                }
            }
            else if (SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(lambda).ConvertedType?.OriginalDefinition, _expression))
            {
                return true;
            }
        }
        return false;
    }

    private static IEnumerable<IMethodSymbol> Candidates(InvocationExpressionSyntax call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        return (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols.Concat(model.GetMemberGroup(call.Expression))).OfType<IMethodSymbol>();
    }

    /// <summary>Functions of ours that take an expression keep it; those that take a delegate (a lattice) run it here and now.</summary>
    private bool IsOurs(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _workflow.ContainingAssembly)
        && method.OriginalDefinition.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, _expression));
}
