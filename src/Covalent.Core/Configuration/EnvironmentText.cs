using System.Globalization;
using System.Text.Json;

namespace Covalent.Core.Configuration;

/// <summary>Reads the text of a variable, or of a command line, as the kind of value its key wants.</summary>
internal static class EnvironmentText
{
    /// <summary>The value; text that cannot be read as the kind stays text, which the check then reports.</summary>
    public static object Read(string text, ConfigurationValueKind? kind) => kind switch
    {
        ConfigurationValueKind.Text or ConfigurationValueKind.Path => text,
        ConfigurationValueKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text,
        ConfigurationValueKind.Number or ConfigurationValueKind.Duration => Number(text),
        ConfigurationValueKind.Boolean => Truth(text) is { } truth ? truth : text,
        ConfigurationValueKind.TextList => text.TrimStart().StartsWith('[') ? Toml(text) : Split(text),
        _ => Toml(text),
    };

    public static bool IsTrue(string text) => Truth(text) == true;

    /// <summary>A JSON object of texts as an inline table; anything else unchanged, so that the check reports it.</summary>
    public static string TableFromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind != JsonValueKind.Object
                ? text
                : TomlLiteral.Write(json.RootElement.EnumerateObject().GroupBy(p => p.Name).ToDictionary(p => p.Key, p => (object)Flat(p.Last().Value)));
        }
        catch (Exception garbled) when (garbled is JsonException or ArgumentException)
        {
            return text;
        }
    }

    private static string Flat(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool? Truth(string text) => text.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    private static object Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static object Toml(string text)
    {
        try
        {
            var leaves = TomlSource.Parse("v = " + text, "").Leaves;
            return leaves.All(l => l.Path[0] == "v") ? Gather(leaves, text) : text;
        }
        catch (ConfigurationException)
        {
            return text;
        }
    }

    private static object Gather(IReadOnlyList<TomlLeaf> leaves, string text)
    {
        if (leaves is [{ Path.Count: 1 } single])
        {
            return single.Value;
        }
        if (!text.TrimStart().StartsWith('{'))
        {
            return text;
        }
        var table = new OrderedDictionary<string, object>();
        foreach (var leaf in leaves)
        {
            table[leaf.Path.Skip(1).ToString()] = leaf.Value;
        }
        return table;
    }

    private static List<object> Split(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
