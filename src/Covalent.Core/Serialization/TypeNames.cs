using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>Writes types the way C# people do. For people only: no type is found by such a name.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float",
        [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char", [typeof(string)] = "string",
        [typeof(object)] = "object", [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        var text = new StringBuilder();
        Append(text, type);
        return text.ToString();
    }

    /// <summary>The name alone, as a preview shows it: no namespace, outer class or type arguments.</summary>
    public static string ShortOf(Type type) => type.Name.Split('`')[0];

    private static void Append(StringBuilder text, Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            text.Append(keyword);
        }
        else if (type.IsArray)
        {
            AppendArray(text, type);
        }
        else if (type.IsPointer || type.IsByRef)
        {
            Append(text, type.GetElementType()!);
            text.Append(type.IsPointer ? '*' : '&');
        }
        else if (type.IsGenericParameter)
        {
            text.Append(type.Name);
        }
        else if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            Append(text, underlying);
            text.Append('?');
        }
        else if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            AppendList(text, '(', type.GetGenericArguments(), ')');
        }
        else
        {
            AppendNamed(text, type);
        }
    }

    /// <summary>C# writes the outermost rank first: <c>double[][,]</c> is an array of two-dimensional arrays.</summary>
    private static void AppendArray(StringBuilder text, Type type)
    {
        var ranks = new StringBuilder();
        var element = type;
        for (; element.IsArray; element = element.GetElementType()!)
        {
            ranks.Append('[').Append(',', element.GetArrayRank() - 1).Append(']');
        }

        Append(text, element);
        text.Append(ranks);
    }

    private static void AppendNamed(StringBuilder text, Type type)
    {
        if (type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
        {
            AppendAnonymous(text, type);
            return;
        }

        var arguments = type.GetGenericArguments();
        if (type.Namespace is { Length: > 0 } name && !IsFrameworkNamespace(name) && type.DeclaringType is null)
        {
            text.Append(name).Append('.');
        }

        AppendSimple(text, type, arguments, out _);
    }

    private static void AppendSimple(StringBuilder text, Type type, Type[] arguments, out int used)
    {
        used = 0;
        if (type.DeclaringType is { } outer)
        {
            if (outer.DeclaringType is null && outer.Namespace is { Length: > 0 } name && !IsFrameworkNamespace(name))
            {
                text.Append(name).Append('.');
            }

            AppendSimple(text, outer, arguments, out used);
            text.Append('.');
        }

        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        text.Append(tick < 0 ? type.Name : type.Name[..tick]);
        var count = tick < 0 ? 0 : int.Parse(type.Name.AsSpan(tick + 1), provider: null);
        if (count > 0 && arguments.Length >= used + count)
        {
            AppendList(text, '<', arguments[used..(used + count)], '>');
            used += count;
        }
    }

    private static void AppendAnonymous(StringBuilder text, Type type)
    {
        text.Append("{ ");
        foreach (var (index, property) in type.GetProperties().Index())
        {
            text.Append(index == 0 ? "" : ", ");
            Append(text, property.PropertyType);
            text.Append(' ').Append(property.Name);
        }

        text.Append(" }");
    }

    private static void AppendList(StringBuilder text, char open, Type[] types, char close)
    {
        text.Append(open);
        foreach (var (index, type) in types.Index())
        {
            text.Append(index == 0 ? "" : ", ");
            Append(text, type);
        }

        text.Append(close);
    }

    private static bool IsFrameworkNamespace(string name) =>
        name is "System" or "System.Numerics" or "System.IO" or "System.Threading" or "System.Threading.Tasks"
        || name.StartsWith("System.Collections", StringComparison.Ordinal);
}
