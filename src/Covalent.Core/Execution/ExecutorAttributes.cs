using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>Reads and writes an executor's public settable properties as a snake_case dictionary. Durations are seconds, as documented
/// in the configuration.</summary>
internal static class ExecutorAttributes
{
    private static readonly ConcurrentDictionary<Type, JsonObject> Defaults = new();

    public static JsonObject Read(Executor executor)
    {
        var result = new JsonObject();
        foreach (var property in PropertiesOf(executor.GetType()))
        {
            result[SnakeCase(property.Name)] = ToNode(property.GetValue(executor), property);
        }

        return result;
    }

    public static void Write(Executor executor, JsonObject attributes)
    {
        var byName = PropertiesOf(executor.GetType()).ToDictionary(p => SnakeCase(p.Name), StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var (key, node) in attributes)
        {
            if (!byName.TryGetValue(key, out var property))
            {
                problems.Add($"'{key}' is not an option of executor '{executor.ShortName}'; known are {string.Join(", ", byName.Keys.Order())}");
                continue;
            }

            try
            {
                property.SetValue(executor, FromNode(node, property.PropertyType));
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException or ArgumentException or TargetInvocationException)
            {
                problems.Add($"'{key}' cannot be {node?.ToJsonString() ?? "null"}: {(e.InnerException ?? e).Message}");
            }
        }

        if (problems.Count > 0)
        {
            throw new ExecutorException($"Executor '{executor.ShortName}' cannot be set up: {string.Join("; ", problems)}.");
        }
    }

    /// <summary>The attributes that differ from those of a fresh object of the class, which is what travels: the others stay open for the
    /// configuration. Null when none differs.</summary>
    public static JsonObject? Changed(Executor executor)
    {
        var type = executor.GetType();
        if (type.GetConstructor([]) is null)
        {
            return executor.ToDictionary();
        }

        var defaults = Defaults.GetOrAdd(type, static t => ((Executor)Activator.CreateInstance(t)!).ToDictionary());
        JsonObject? changed = null;
        foreach (var (key, value) in executor.ToDictionary())
        {
            if (!defaults.TryGetPropertyValue(key, out var usual) || !JsonNode.DeepEquals(value, usual))
            {
                (changed ??= [])[key] = value?.DeepClone();
            }
        }

        return changed;
    }

    /// <summary>Names and types of an executor class's attributes.</summary>
    public static IEnumerable<(string Name, Type Type)> Names(Type type) => PropertiesOf(type).Select(property => (SnakeCase(property.Name), property.PropertyType));

    /// <summary>PascalCase to snake_case; digits stay with the word before them: <c>S3BucketName</c> is <c>s3_bucket_name</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetMethod is { IsPublic: true } && p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
        .OrderBy(p => p.Name, StringComparer.Ordinal);

    private static JsonNode? ToNode(object? value, PropertyInfo property) => value switch
    {
        null => null,
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        double d => JsonValue.Create(d),
        Enum e => JsonValue.Create(e.ToString()),
        TimeSpan t => JsonValue.Create(t.TotalSeconds),
        Uri u => JsonValue.Create(u.ToString()),
        JsonNode n => n.DeepClone(),
        IDictionary map => new JsonObject(map.Keys.Cast<object>().Select(k => KeyValuePair.Create(k.ToString()!, ToNode(map[k], property)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => ToNode(item, property))]),
        _ => throw new ExecutorException($"Property '{property.Name}' of executor type '{property.DeclaringType}' has type '{property.PropertyType}', which cannot be "
            + "stored as JSON. Use text, numbers, booleans, durations, lists or dictionaries of them, or override ToDictionary and FromDictionary."),
    };

    private static object? FromNode(JsonNode? node, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return node is null ? null : FromNode(node, inner);
        }

        if (node is null)
        {
            return type.IsValueType ? throw new FormatException($"a value of type {type.Name} is needed") : null;
        }

        return ScalarFromNode(node, type) ?? CollectionFromNode(node, type)
            ?? throw new FormatException($"properties of type {type} are not supported");
    }

    private static object? ScalarFromNode(JsonNode node, Type type) =>
        type == typeof(string) ? Text(node)
        : type == typeof(bool) ? node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node.GetValue<bool>() : throw new FormatException("true or false is needed")
        : type == typeof(int) ? checked((int)Number(node))
        : type == typeof(long) ? checked((long)Number(node))
        : type == typeof(double) ? Number(node)
        : type == typeof(TimeSpan) ? TimeSpan.FromSeconds(Number(node))
        : type == typeof(Uri) ? new Uri(Text(node))
        : type.IsEnum ? Enum.Parse(type, Text(node), ignoreCase: true)
        : typeof(JsonNode).IsAssignableFrom(type) ? node.DeepClone()
        : null;

    private static object? CollectionFromNode(JsonNode node, Type type)
    {
        if (node is JsonArray array && ElementType(type) is { } element)
        {
            var items = Array.CreateInstance(element, array.Count);
            for (var i = 0; i < array.Count; i++)
            {
                items.SetValue(FromNode(array[i], element), i);
            }

            return type.IsAssignableFrom(items.GetType()) ? items : Activator.CreateInstance(type, items);
        }

        if (node is JsonObject map && MapArguments(type) is { } arguments && arguments[0] == typeof(string))
        {
            var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            foreach (var (key, value) in map)
            {
                result[key] = FromNode(value, arguments[1]);
            }

            return type.IsAssignableFrom(result.GetType()) ? result : null;
        }

        return null;
    }

    private static Type? ElementType(Type type) => type.IsArray ? type.GetElementType()
        : new[] { type }.Concat(type.GetInterfaces()).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static Type[]? MapArguments(Type type) => new[] { type }.Concat(type.GetInterfaces())
        .FirstOrDefault(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
        ?.GetGenericArguments();

    private static string Text(JsonNode node) => node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw new FormatException("text is needed");

    private static double Number(JsonNode node) => node.GetValueKind() == JsonValueKind.Number && double.TryParse(node.ToJsonString(), out var number)
        ? number : throw new FormatException("a number is needed");
}
