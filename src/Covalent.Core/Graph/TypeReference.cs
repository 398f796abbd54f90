using System.Collections.Concurrent;
using System.Reflection;
using System.Text;

namespace Covalent.Core.Graph;

/// <summary>Names types in graphs: like an assembly-qualified name without versions, and without an assembly for the runtime's own types,
/// so that <c>System.Int32</c> stays short and a graph survives an update of the application.</summary>
internal static class TypeReference
{
    private static readonly ConcurrentDictionary<Type, string> Texts = new();
    private static readonly ConcurrentDictionary<string, Type> Types = new(StringComparer.Ordinal);
    private static readonly Assembly Runtime = typeof(object).Assembly;

    /// <summary>The text of a closed type.</summary>
    public static string Format(Type type) => Texts.GetOrAdd(type, static t =>
    {
        if (t.IsByRefLike || t.IsPointer || t.IsByRef || t.ContainsGenericParameters)
        {
            throw new WorkflowBuildException($"Type '{t}' cannot be named in a workflow: by-ref, pointer, span and open generic types do not travel. Use an array, a list or a closed type.");
        }

        var text = new StringBuilder();
        AppendName(text, t);
        AppendAssembly(text, t);
        return text.ToString();
    });

    /// <summary>The type a text names.</summary>
    /// <exception cref="CovalentException">The assembly or the type is not there.</exception>
    public static Type Resolve(string text) => Types.GetOrAdd(text, static t =>
    {
        try
        {
            return Type.GetType(t, FindAssembly, FindType, throwOnError: false) ?? throw Missing(t, "the type does not exist in that assembly");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException or TypeLoadException)
        {
            throw Missing(t, e.Message);
        }
    });

    private static void AppendName(StringBuilder text, Type type)
    {
        if (type.IsArray)
        {
            AppendName(text, type.GetElementType()!);
            text.Append('[').Append(type.IsSZArray ? "" : type.GetArrayRank() == 1 ? "*" : new string(',', type.GetArrayRank() - 1)).Append(']');
            return;
        }

        text.Append(type.IsGenericType ? type.GetGenericTypeDefinition().FullName : type.FullName);
        if (type.IsGenericType)
        {
            text.Append('[');
            foreach (var (index, argument) in type.GetGenericArguments().Index())
            {
                text.Append(index == 0 ? "[" : ",[").Append(Format(argument)).Append(']');
            }

            text.Append(']');
        }
    }

    private static void AppendAssembly(StringBuilder text, Type type)
    {
        var core = type;
        while (core.HasElementType)
        {
            core = core.GetElementType()!;
        }

        if (core.Assembly != Runtime)
        {
            text.Append(", ").Append(core.Assembly.GetName().Name);
        }
    }

    private static Assembly FindAssembly(AssemblyName name) => Assembly.Load(name);

    private static Type? FindType(Assembly? assembly, string name, bool ignoreCase) => (assembly ?? Runtime).GetType(name, throwOnError: false, ignoreCase);

    private static CovalentException Missing(string text, string reason) =>
        new($"Type '{text}' was not found: {reason}. The workflow was built by an application that has it; run it there, or dispatch again from a current build.");
}
