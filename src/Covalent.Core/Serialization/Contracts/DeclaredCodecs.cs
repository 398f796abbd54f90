using System.Reflection;

namespace Covalent.Core.Serialization;

/// <summary>What attributes say about a type: on the type itself, or on any assembly of the application. The worker finds the same ones, since
/// it never has to run the application for it.</summary>
internal static class DeclaredCodecs
{

    private static volatile Snapshot _snapshot = new(0, []);

    /// <summary>An instance of the type's own codec; null when it has none.</summary>
    public static object? CodecOf(Type type)
    {
        var attribute = type.GetCustomAttribute<PayloadCodecAttribute>(inherit: false);
        if (attribute is not null)
        {
            return Make(type, attribute.Codec);
        }

        var found = Search(type).Codecs;
        return found.Count switch
        {
            0 => null,
            1 => Make(type, found[0]),
            _ => throw new PayloadException($"Two codecs are declared for {TypeNames.Of(type)}: {TypeNames.Of(found[0])} and {TypeNames.Of(found[1])}. Keep one."),
        };
    }

    /// <summary>The closed list of types that the type may stand for; null when it has none.</summary>
    public static Type[]? ListOf(Type type)
    {
        var attribute = type.GetCustomAttributes<PayloadTypesAttribute>(inherit: false).FirstOrDefault();
        return attribute is not null ? [.. attribute.Types] : Search(type).List;
    }

    private static (List<Type> Codecs, Type[]? List) Search(Type type)
    {
        List<Type> codecs = [];
        Type[]? list = null;
        foreach (var assembly in ApplicationAssemblies())
        {
            var declarations = AssemblyDeclarations.Of(assembly);
            foreach (var entry in declarations.Codecs)
            {
                if (Serves(entry.Served, type) && !codecs.Contains(entry.Codec))
                {
                    codecs.Add(entry.Codec);
                }
            }

            foreach (var entry in declarations.Lists)
            {
                list ??= entry.For == type ? [.. entry.Types] : null;
            }
        }

        return (codecs, list);
    }

    private static Assembly[] ApplicationAssemblies()
    {
        var snapshot = _snapshot;
        if (snapshot.Loaded != AppDomain.CurrentDomain.GetAssemblies().Length)
        {
            var assemblies = FindAssemblies();
            _snapshot = snapshot = new Snapshot(AppDomain.CurrentDomain.GetAssemblies().Length, assemblies);
        }

        return snapshot.Assemblies;
    }

    /// <summary>Loaded assemblies that know Covalent, and what they refer to, loaded or not: so both sides find the same.</summary>
    private static Assembly[] FindAssemblies()
    {
        List<Assembly> seen = [];
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && !AssemblyDeclarations.IsFramework(assembly.GetName()))
            {
                seen.Add(assembly);
            }
        }

        for (var next = 0; next < seen.Count; next++)
        {
            foreach (var reference in AssemblyDeclarations.Of(seen[next]).References)
            {
                if (!seen.Contains(reference))
                {
                    seen.Add(reference);
                }
            }
        }

        seen.RemoveAll(assembly => !AssemblyDeclarations.Of(assembly).KnowsCovalent);
        seen.Sort((left, right) => string.CompareOrdinal(left.FullName, right.FullName));
        return [.. seen];
    }

    private static bool Serves(Type served, Type type) =>
        served == type || (served.IsGenericTypeDefinition && type.IsGenericType && type.GetGenericTypeDefinition() == served);

    private static object Make(Type type, Type codec)
    {
        var closed = codec.IsGenericTypeDefinition ? codec.MakeGenericType(type.GetGenericArguments()) : codec;
        if (!typeof(PayloadCodec<>).MakeGenericType(type).IsAssignableFrom(closed))
        {
            throw new PayloadException($"The codec {TypeNames.Of(closed)} declared for {TypeNames.Of(type)} does not derive from PayloadCodec<{TypeNames.Of(type)}>. Derive it from that class.");
        }

        try
        {
            return Activator.CreateInstance(closed, nonPublic: true)!;
        }
        catch (Exception e) when (e is MissingMethodException or MemberAccessException or TargetInvocationException)
        {
            throw new PayloadException($"The codec {TypeNames.Of(closed)} could not be made: {(e.InnerException ?? e).Message} It needs a constructor without parameters that does not fail.", e);
        }
    }

    /// <summary>The application's assemblies as of a number of loaded ones.</summary>
    private sealed record Snapshot(int Loaded, Assembly[] Assemblies);
}
