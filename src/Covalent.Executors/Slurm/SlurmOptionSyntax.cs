using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Slurm;

/// <summary>How the options of <c>sbatch</c> and <c>srun</c> are written.</summary>
internal static class SlurmOptionSyntax
{
    /// <summary>One option: a single letter as <c>-k v</c>, a longer name as <c>--k=v</c>; null, "" and true write the name alone, false leaves the
    /// option out, and zero is a value like any other.</summary>
    public static ShellText? Write(string name, JsonNode? value)
    {
        string key = name.TrimStart('-');
        string? text = TextOf(value);
        return text is null ? null
            : text.Length == 0 ? ShellText.Word(key.Length == 1 ? "-" + key : "--" + key)
            : key.Length == 1 ? ShellText.Of($"{"-" + key} {text}")
            : ShellText.Verbatim($"--{key}={ShellQuote.Quote(text)}");
    }

    public static IEnumerable<ShellText> WriteAll(JsonObject options) =>
        options.Select(option => Write(option.Key, option.Value)).OfType<ShellText>();

    /// <summary>The value as text: "" for a flag that is on, null for one that is off.</summary>
    public static string? TextOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.True => "",
        JsonValueKind.False => null,
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary>Problems with the names and values of a set of options.</summary>
    public static IEnumerable<string> Problems(string setting, JsonObject options)
    {
        foreach ((string name, JsonNode? value) in options)
        {
            string key = name.TrimStart('-');
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                yield return $"{setting} has '{name}', which is no option name; use letters, digits, dashes and underscores.";
            }

            if (value is JsonArray or JsonObject)
            {
                yield return $"{setting} has a list or table for '{name}'; use one value, with commas where Slurm takes several.";
            }
            else if (TextOf(value) is { } text && text.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
            {
                yield return $"{setting} has a line break in the value of '{name}'; write it on one line.";
            }
        }
    }

    public static bool IsVariableName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
