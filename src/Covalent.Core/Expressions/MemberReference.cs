using System.Reflection;
using Covalent.Core.Graph;

namespace Covalent.Core.Expressions;

/// <summary>Finds members by name and signature in whatever version of their assembly is loaded here.</summary>
internal static class MemberReference
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static Type[] ParameterTypes(MethodBase method) => Array.ConvertAll(method.GetParameters(), p => p.ParameterType);

    /// <summary>Text of a parameter's type; unlike values, parameters may be by reference, spans or pointers.</summary>
    public static string FormatParameter(Type type) => type.IsByRef ? FormatParameter(type.GetElementType()!) + "&"
        : type.IsByRefLike || type.IsPointer ? type.ToString()
        : TypeReference.Format(type);

    public static MethodInfo Method(Type type, string name, string[] genericArguments, string[] parameterTypes)
    {
        var arguments = Array.ConvertAll(genericArguments, TypeReference.Resolve);
        foreach (var candidate in type.GetMethods(Declared))
        {
            if (candidate.Name == name && Close(candidate, arguments) is { } method && HasParameters(method, parameterTypes))
            {
                return method;
            }
        }

        throw Missing(type, name, parameterTypes);
    }

    public static ConstructorInfo Constructor(Type type, string[] parameterTypes) =>
        Array.Find(type.GetConstructors(Declared & ~BindingFlags.Static), c => HasParameters(c, parameterTypes)) ?? throw Missing(type, "constructor", parameterTypes);

    public static FieldInfo Field(Type type, string name) => type.GetField(name, Declared) ?? throw Missing(type, name, []);

    private static MethodInfo? Close(MethodInfo candidate, Type[] arguments)
    {
        if (candidate.IsGenericMethodDefinition != arguments.Length > 0)
        {
            return null;
        }

        if (arguments.Length == 0)
        {
            return candidate;
        }

        try
        {
            return candidate.GetGenericArguments().Length == arguments.Length ? candidate.MakeGenericMethod(arguments) : null;
        }
        catch (ArgumentException)
        {
            // An overload with other constraints.
            return null;
        }
    }

    private static bool HasParameters(MethodBase method, string[] types)
    {
        var parameters = method.GetParameters();
        if (parameters.Length != types.Length)
        {
            return false;
        }

        for (var i = 0; i < types.Length; i++)
        {
            if (FormatParameter(parameters[i].ParameterType) != types[i])
            {
                return false;
            }
        }

        return true;
    }

    private static CovalentException Missing(Type type, string name, string[] parameterTypes) =>
        new($"'{type}.{name}({string.Join(", ", parameterTypes)})' was not found. The workflow was built by another version of the application; run it there, or dispatch again from this one.");
}
