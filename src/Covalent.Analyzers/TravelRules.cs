using Microsoft.CodeAnalysis;

namespace Covalent.Analyzers;

/// <summary>Which types cannot travel between machines, as the payload codec decides at run time. Only what can be told from the type's declaration
/// for certain; the rest the codec says when the workflow is built.</summary>
internal sealed class TravelRules(Compilation compilation)
{
    private static readonly (string Type, string What, string Remedy)[] Kinds =
    [
        ("System.IO.Stream", "a stream", "Pass the path of a file, or the bytes."),
        ("System.IO.TextReader", "a reader", "Pass the text."),
        ("System.IO.TextWriter", "a writer", "Let the method return the text."),
        ("System.Data.Common.DbConnection", "a database connection", "Pass the connection's address and open it in the method."),
        ("System.Data.IDbConnection", "a database connection", "Pass the connection's address and open it in the method."),
        ("System.Net.Http.HttpMessageInvoker", "an HTTP client", "Make the client in the method."),
        ("System.Net.Sockets.Socket", "a socket", "Connect in the method."),
        ("System.Threading.Tasks.Task", "work in progress on this machine", "Make the method an electron of its own and pass its node."),
        ("System.Threading.Tasks.ValueTask", "work in progress on this machine", "Make the method an electron of its own and pass its node."),
        ("System.Threading.Tasks.ValueTask`1", "work in progress on this machine", "Make the method an electron of its own and pass its node."),
        ("System.Threading.CancellationToken", "a cancellation token of this process", "Pass default: the task receives its own token."),
        ("System.Threading.CancellationTokenSource", "a cancellation source of this process", "Give the method a CancellationToken parameter and pass default: the task receives its own token."),
        ("System.Threading.Thread", "a thread", "Let each electron do its own work."),
        ("System.Threading.WaitHandle", "a lock or event of this process", "Order electrons with Wait(later, after: earlier)."),
        ("System.Threading.SemaphoreSlim", "a lock of this process", "Limit an executor's max_concurrency instead."),
        ("System.Diagnostics.Process", "a process of this machine", "Start it in the method."),
        ("System.Runtime.InteropServices.SafeHandle", "a handle of this machine", "Open the resource in the method."),
        ("System.IServiceProvider", "a container of services of this process", "Make the service in the method, or pass the data it needs."),
        ("Microsoft.Extensions.Logging.ILogger", "a logger of this process", "Use ElectronContext.Current in the method."),
        ("System.Reflection.Assembly", "a reference to code", "Pass text or an enumeration and choose the code from it."),
        ("System.Reflection.MemberInfo", "a reference to code", "Pass text or an enumeration and choose the code from it."),
    ];

    private static readonly HashSet<string> Collections =
    [
        "IEnumerable`1", "ICollection`1", "IReadOnlyCollection`1", "IList`1", "IReadOnlyList`1", "ISet`1", "IReadOnlySet`1", "IDictionary`2", "IReadOnlyDictionary`2",
        "IImmutableList`1", "IImmutableSet`1", "IImmutableDictionary`2",
    ];

    private readonly List<(INamedTypeSymbol Type, string What, string Remedy)> _kinds =
        [.. Kinds.SelectMany(k => compilation.GetTypesByMetadataName(k.Type).Select(t => (t, k.What, k.Remedy)))];

    /// <summary>What an argument is and what to do instead; null if it may travel.</summary>
    public (string What, string Remedy)? Argument(ITypeSymbol? type) => type is null || HasForm(type) ? null : Kind(type);

    /// <summary>Why a result cannot travel and what to do instead; null if it may.</summary>
    public string? Result(ITypeSymbol type)
    {
        if (HasForm(type) || type is ITypeParameterSymbol)
        {
            return null;
        }
        if (type.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Dynamic)
        {
            return "the other side would have to trust a type name found in the data. Declare the real type.";
        }
        if (type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return "an address means nothing on another machine. Return an array or another value.";
        }
        if (type.TypeKind == TypeKind.Delegate)
        {
            return "a delegate is code, not data. Return the data, or make the function an electron of its own.";
        }
        if (Kind(type) is { } kind)
        {
            return $"it is {kind.What}. Return the data in it.";
        }
        return Inner(type).Select(Result).FirstOrDefault(r => r is not null) ?? Open(type);
    }

    /// <summary>The value a method gives: what its task gives, if it returns one; null for none.</summary>
    public static ITypeSymbol? Awaited(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => null,
        INamedTypeSymbol { Name: "Task" or "ValueTask" } task when task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks" => task.TypeArguments.FirstOrDefault(),
        _ => type,
    };

    private static string? Open(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface && !IsCollection(type))
        {
            return "it is an interface, and the other side must know which type to make. Declare the concrete type, or close the list with [PayloadTypes(typeof(A), typeof(B))].";
        }
        return type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false }
            ? "it is abstract, and the other side must know which type to make. Declare the concrete type, or close the list with [PayloadTypes(typeof(A), typeof(B))]."
            : null;
    }

    private (string What, string Remedy)? Kind(ITypeSymbol type)
    {
        foreach (var (kind, what, remedy) in _kinds)
        {
            if (Ancestors(type).Any(a => SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, kind)))
            {
                return (what, remedy);
            }
        }
        return null;
    }

    private static IEnumerable<ITypeSymbol> Ancestors(ITypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }
        foreach (var face in type.AllInterfaces)
        {
            yield return face;
        }
    }

    private static IEnumerable<ITypeSymbol> Inner(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Select(e => e.Type),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => nullable.TypeArguments,
        INamedTypeSymbol { IsGenericType: true } generic when generic.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) => generic.TypeArguments,
        _ => [],
    };

    private static bool IsCollection(ITypeSymbol type) => Collections.Contains(type.MetadataName) && type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal);

    /// <summary>Whether the type, or an assembly for it, names a codec or a closed list.</summary>
    private bool HasForm(ITypeSymbol type) =>
        type.GetAttributes().Any(IsForm)
        || compilation.Assembly.GetAttributes().Concat(type.ContainingAssembly?.GetAttributes() ?? []).Any(a => IsForm(a) && IsMeant(a, type));

    private static bool IsForm(AttributeData attribute) => attribute.AttributeClass is { Name: "PayloadCodecAttribute" or "PayloadTypesAttribute", ContainingNamespace.Name: "Covalent" };

    private static bool IsMeant(AttributeData attribute, ITypeSymbol type)
    {
        var named = attribute.NamedArguments.Where(a => a.Key == "For").Select(a => a.Value.Value as ITypeSymbol);
        var codec = attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol own } ? own.BaseType?.TypeArguments.FirstOrDefault() : null;
        return named.Append(codec).Any(t => SymbolEqualityComparer.Default.Equals(t?.OriginalDefinition, type.OriginalDefinition));
    }
}
