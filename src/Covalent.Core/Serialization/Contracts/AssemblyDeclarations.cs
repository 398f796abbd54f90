using System.Collections.Concurrent;
using System.Reflection;

namespace Covalent.Core.Serialization;

/// <summary>What one assembly says about codecs, and which assemblies of the application it refers to.</summary>
internal sealed class AssemblyDeclarations
{
    private static readonly ConcurrentDictionary<Assembly, AssemblyDeclarations> Known = new();
    private static readonly string CoreName = typeof(AssemblyDeclarations).Assembly.GetName().Name!;

    private AssemblyDeclarations(Assembly assembly)
    {
        List<Assembly> references = [];
        foreach (var name in assembly.GetReferencedAssemblies())
        {
            KnowsCovalent |= name.Name == CoreName;
            if (!IsFramework(name) && TryLoad(name) is { } reference)
            {
                references.Add(reference);
            }
        }

        References = references;
        if (KnowsCovalent)
        {
            Codecs = [.. assembly.GetCustomAttributes<PayloadCodecAttribute>().Select(attribute => new DeclaredCodec(ServedBy(attribute.Codec, assembly), attribute.Codec))];
            Lists = [.. assembly.GetCustomAttributes<PayloadTypesAttribute>()];
        }
    }

    /// <summary>Whether it could declare anything at all.</summary>
    public bool KnowsCovalent { get; }

    /// <summary>Assemblies of the application that this one refers to. One that cannot be loaded declares nothing.</summary>
    public IReadOnlyList<Assembly> References { get; }

    public IReadOnlyList<DeclaredCodec> Codecs { get; } = [];

    public IReadOnlyList<PayloadTypesAttribute> Lists { get; } = [];

    public static AssemblyDeclarations Of(Assembly assembly) => Known.GetOrAdd(assembly, static one => new AssemblyDeclarations(one));

    public static bool IsFramework(AssemblyName name) => name.Name is null or "System" or "netstandard" or "mscorlib"
        || name.Name.StartsWith("System.", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private static Type ServedBy(Type codec, Assembly assembly)
    {
        for (var parent = codec.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(PayloadCodec<>))
            {
                var served = parent.GetGenericArguments()[0];
                return served.ContainsGenericParameters ? served.GetGenericTypeDefinition() : served;
            }
        }

        throw new PayloadException($"[assembly: PayloadCodec(typeof({TypeNames.Of(codec)}))] in {assembly.GetName().Name}: the class does not derive from PayloadCodec<T>. Derive it from that class.");
    }
}

/// <summary>A codec that an assembly declares, and the type it serves.</summary>
internal sealed record DeclaredCodec(Type Served, Type Codec);
