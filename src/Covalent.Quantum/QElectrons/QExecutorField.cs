using System.Globalization;
using System.Text.Json.Nodes;

namespace Covalent.Quantum;

/// <summary>One field of a quantum executor as its schema shows it.</summary>
public sealed class QExecutorField
{
    private readonly string[] _types;
    private readonly JsonNode? _default;
    private readonly bool _hasDefault;

    /// <summary>Describes a field with a default.</summary>
    /// <param name="name">Name in snake_case.</param>
    /// <param name="type">JSON schema type; several are separated by <c>|</c>.</param>
    /// <param name="defaultValue">Default.</param>
    /// <param name="value">Present value.</param>
    public QExecutorField(string name, string type, JsonNode? defaultValue, JsonNode? value)
        : this(name, type, defaultValue, value, hasDefault: true)
    {
    }

    private QExecutorField(string name, string type, JsonNode? defaultValue, JsonNode? value, bool hasDefault)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(type);
        Name = name;
        _types = type.Split('|');
        _default = defaultValue;
        _hasDefault = hasDefault;
        Value = value;
    }

    /// <summary>Name in snake_case.</summary>
    public string Name { get; }

    /// <summary>Present value.</summary>
    public JsonNode? Value { get; }

    /// <summary>Describes a field that has no default.</summary>
    public static QExecutorField WithoutDefault(string name, string type, JsonNode? value) => new(name, type, null, value, hasDefault: false);

    internal JsonObject Schema()
    {
        var schema = new JsonObject { ["title"] = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Name.Replace('_', ' ')) };
        if (_hasDefault)
        {
            schema["default"] = _default?.DeepClone();
        }

        if (_types.Length == 1)
        {
            schema["type"] = _types[0];
        }
        else
        {
            schema["anyOf"] = new JsonArray([.. _types.Select(type => (JsonNode)new JsonObject { ["type"] = type })]);
        }

        if (Name == "qnode_device_import_path")
        {
            schema["minItems"] = 2;
            schema["maxItems"] = 2;
            schema["items"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "string" });
        }

        return schema;
    }
}
