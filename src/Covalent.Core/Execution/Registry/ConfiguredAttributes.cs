using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>What the user set for an executor in the configuration, as a dictionary of its attributes. Keys the user left alone are not in it, so
/// that the class's own defaults stay.</summary>
internal sealed class ConfiguredAttributes(CovalentConfiguration configuration)
{
    /// <summary>Null when nothing is set.</summary>
    /// <exception cref="ConfigurationException">A value does not fit.</exception>
    public JsonObject? For(Executor executor)
    {
        var path = $"executors.{executor.ShortName}";
        var section = configuration.Section(path);
        var schema = configuration.Schema.Find(path);
        JsonObject? attributes = null;
        foreach (var (name, type) in ExecutorAttributes.Names(executor.GetType()))
        {
            if ((schema is null || schema.Find(name) is not null) && section.IsSet(name))
            {
                (attributes ??= [])[name] = Read(section, name, type, schema?.Find(name)?.Kind);
            }
        }

        return attributes;
    }

    private static JsonNode? Read(ConfigurationSection section, string name, Type type, ConfigurationValueKind? kind) => kind switch
    {
        ConfigurationValueKind.Path => section.GetPath(name),
        ConfigurationValueKind.Duration => section.GetDuration(name)?.TotalSeconds,
        ConfigurationValueKind.Boolean => section.GetBoolean(name),
        ConfigurationValueKind.Integer => section.GetInteger(name),
        ConfigurationValueKind.Number => section.GetNumber(name),
        ConfigurationValueKind.TextList => List(section, name),
        ConfigurationValueKind.Table => Node(section.GetTable(name)),
        ConfigurationValueKind.Text => section.GetText(name),
        _ => ByType(section, name, Nullable.GetUnderlyingType(type) ?? type),
    };

    // A section without a schema, as of a plug-in: the property says what is meant.
    private static JsonNode? ByType(ConfigurationSection section, string name, Type type) =>
        type == typeof(bool) ? section.GetBoolean(name)
        : type == typeof(int) || type == typeof(long) ? section.GetInteger(name)
        : type == typeof(double) ? section.GetNumber(name)
        : type == typeof(TimeSpan) ? section.GetDuration(name)?.TotalSeconds
        : type == typeof(string) || type == typeof(Uri) || type.IsEnum ? section.GetText(name)
        : typeof(System.Collections.IDictionary).IsAssignableFrom(type) || typeof(JsonNode).IsAssignableFrom(type) || IsMap(type) ? Node(section.GetTable(name))
        : List(section, name);

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var open
        && (open == typeof(IReadOnlyDictionary<,>) || open == typeof(IDictionary<,>));

    private static JsonArray List(ConfigurationSection section, string name) => [.. section.GetTexts(name).Select(text => (JsonNode)text)];

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth,
        long number => number,
        double number => number,
        IReadOnlyDictionary<string, object> table => new JsonObject(table.Select(entry => KeyValuePair.Create(entry.Key, Node(entry.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Node)]),
        _ => value.ToString(),
    };
}
