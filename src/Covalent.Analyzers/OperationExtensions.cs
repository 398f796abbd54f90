using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers;

/// <summary>Looking through what the compiler adds around an expression.</summary>
internal static class OperationExtensions
{
    /// <summary>The expression as it was written: without conversions the compiler inserted and without brackets.</summary>
    public static IOperation Written(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { IsImplicit: true } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation brackets:
                    operation = brackets.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>What the expression is a part of, beyond conversions the compiler inserted and brackets.</summary>
    public static IOperation? Consumer(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation { IsImplicit: true } or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }
        return parent;
    }

    /// <summary>The expressions written for one parameter: several for <c>params</c>.</summary>
    public static IEnumerable<IOperation> Given(this IArgumentOperation argument) => (argument.ArgumentKind, argument.Value.Written()) switch
    {
        (ArgumentKind.ParamArray or ArgumentKind.ParamCollection, IArrayCreationOperation { Initializer: { } items }) => items.ElementValues,
        (ArgumentKind.ParamArray or ArgumentKind.ParamCollection, ICollectionExpressionOperation items) => items.Elements,
        _ => [argument.Value],
    };

    public static bool IsNull(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };

    public static string Text(this IOperation operation) => operation.Syntax.ToString().Replace("\r", "").Replace("\n", " ");

    public static string Text(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
