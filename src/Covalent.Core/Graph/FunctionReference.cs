namespace Covalent;

/// <summary>Names one function so that another process can find it: never code, never data.</summary>
/// <param name="Language"><c>dotnet</c>, or the language of a lepton such as <c>python</c>.</param>
/// <param name="Assembly">Simple name of the assembly, or the module or file of a lepton.</param>
/// <param name="DeclaringType">Full type reference text (see <c>TypeReference</c>); empty for leptons.</param>
/// <param name="Method">Method or function name.</param>
public sealed record FunctionReference(string Language, string Assembly, string DeclaringType, string Method)
{
    /// <summary>The language word of C#, F# and other .NET functions.</summary>
    public const string DotNet = "dotnet";

    /// <summary>Version id of the module that was loaded when the graph was built; <see cref="Guid.Empty"/> if unknown.</summary>
    public Guid ModuleVersion { get; init; }

    /// <summary>Type reference texts of the method's generic arguments, joined by <c>;</c>; empty when not generic.</summary>
    public string GenericArguments { get; init; } = "";

    /// <summary>Type reference texts of the parameters, joined by <c>;</c>; tells overloads apart.</summary>
    public string ParameterTypes { get; init; } = "";

    /// <summary>Hash of the function's code and of everything it reaches in the user's assemblies; null when undecidable.
    /// Two functions with equal hashes behave alike, whatever the compiler called their helpers.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Short form for people: <c>Type.Method</c>.</summary>
    public override string ToString() => DeclaringType.Length == 0 ? $"{Assembly}:{Method}" : $"{ShortTypeName()}.{Method}";

    private string ShortTypeName()
    {
        var type = DeclaringType.AsSpan();
        var cut = type.IndexOfAny(',', '[');
        if (cut >= 0)
        {
            type = type[..cut];
        }

        var dot = type.LastIndexOfAny('.', '+');
        return type[(dot + 1)..].ToString();
    }
}
