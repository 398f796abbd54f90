using Microsoft.CodeAnalysis;

namespace Covalent.Analyzers;

/// <summary>What a method must be like to run as a task.</summary>
internal static class MethodRules
{
    public static IEnumerable<Diagnostic> Problems(IMethodSymbol method, Location place, CovalentSymbols symbols, TravelRules travel)
    {
        foreach (var parameter in method.Parameters)
        {
            if (Reference(parameter) is { } reference)
            {
                yield return Diagnostic.Create(Rules.ByReference, place, parameter.Name, method.Name, reference);
            }
        }
        if (method is { IsAsync: true, ReturnsVoid: true })
        {
            yield return Diagnostic.Create(Rules.AsyncVoid, place, method.Name);
        }
        if (TravelRules.Awaited(method.ReturnType) is { } result && !symbols.IsNode(result) && (method.ReturnsByRef ? "it is a reference. Return the value." : travel.Result(result)) is { } reason)
        {
            yield return Diagnostic.Create(Rules.Result, place, method.Name, result.Text(), reason);
        }
    }

    private static string? Reference(IParameterSymbol parameter) => (parameter.RefKind, parameter.Type) switch
    {
        (RefKind.Ref, _) => "passed by ref",
        (RefKind.Out, _) => "passed by out",
        (_, { IsRefLikeType: true }) => $"a ref struct ({parameter.Type.Text()})",
        (_, IPointerTypeSymbol or IFunctionPointerTypeSymbol) => "a pointer",
        _ => null,
    };
}
