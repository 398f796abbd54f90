using System.Collections.Concurrent;
using System.Reflection;

namespace Covalent.Core.Serialization;

/// <summary>The codecs and closed lists that one assembly declares.</summary>
internal sealed record AssemblyDeclarations(IReadOnlyList<(Type Served, Type Codec)> Codecs, IReadOnlyList<PayloadTypesAttribute> Lists)
{
    private static readonly ConcurrentDictionary<Assembly, Assembly[]> References = new();

    public static AssemblyDeclarations Read(Assembly assembly) => new(
        [.. assembly.GetCustomAttributes<PayloadCodecAttribute>().Select(attribute => (ServedBy(attribute.Codec, assembly), attribute.Codec))],
        [.. assembly.GetCustomAttributes<PayloadTypesAttribute>()]);

    /// <summary>Assemblies of the application that this one refers to. One that cannot be loaded declares nothing.</summary>
    public static Assembly[] ReferencesOf(Assembly assembly) =>
        References.GetOrAdd(assembly, static from => [.. from.GetReferencedAssemblies().Where(name => !IsFramework(name)).Select(TryLoad).OfType<Assembly>()]);

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
