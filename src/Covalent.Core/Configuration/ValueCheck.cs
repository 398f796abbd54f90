using System.Globalization;

namespace Covalent.Core.Configuration;

/// <summary>Whether a value fits its key, and what to write if it does not.</summary>
internal static class ValueCheck
{
    /// <summary>The rest of a sentence that begins with the key's name; <see langword="null"/> if the value fits.</summary>
    public static string? Problem(ConfigurationKey key, object value) => key.Kind switch
    {
        ConfigurationValueKind.Text or ConfigurationValueKind.Path => value is string text ? OutsideChoices(key, text) : Mismatch(key, value, "text in quotes"),
        ConfigurationValueKind.Integer => value is long ? OutOfRange(key, value) : Mismatch(key, value, "a whole number"),
        ConfigurationValueKind.Number => value is long or double ? OutOfRange(key, value) : Mismatch(key, value, "a number"),
        ConfigurationValueKind.Boolean => IsTruth(value) ? null : Mismatch(key, value, "true or false", example: false),
        ConfigurationValueKind.Duration => Duration(key, value),
        ConfigurationValueKind.TextList => value is IReadOnlyList<object> list && list.All(i => i is string) ? null : Mismatch(key, value, "a list of texts, such as [\"a\", \"b\"]", example: false),
        ConfigurationValueKind.Table => value is IReadOnlyDictionary<string, object> ? null : Mismatch(key, value, $"a table, such as {key.Name} = {{ name = \"value\" }}", example: false),
        _ => null,
    };

    public static bool Truth(object value) => value is bool truth ? truth : ((string)value).Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsTruth(object value) => value is bool || (value is string text && bool.TryParse(text, out _));

    private static string? Duration(ConfigurationKey key, object value) => value switch
    {
        long or double when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)) => OutOfRange(key, value),
        string text when ConfigurationDuration.TryParse(text, out _) => null,
        _ => Mismatch(key, value, "a number of seconds, or text such as \"90s\", \"5m\" or \"2h\"", example: false),
    };

    private static string? OutsideChoices(ConfigurationKey key, string text) => key.Choices.Count == 0 || key.Choices.Contains(text)
        ? null
        : $"is {Shown(key, text)}; write one of {string.Join(", ", key.Choices.Select(TomlLiteral.Quote))}.";

    private static string? OutOfRange(ConfigurationKey key, object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (!(number < key.Minimum) && !(number > key.Maximum) && !double.IsNaN(number))
        {
            return null;
        }
        var range = (key.Minimum, key.Maximum) switch
        {
            ({ } low, { } high) => $"from {low} to {high}",
            ({ } low, null) => $"of at least {low}",
            (null, { } high) => $"of at most {high}",
            _ => "that is finite",
        };
        return $"is {Shown(key, value)}; write a number {range}.";
    }

    private static string Mismatch(ConfigurationKey key, object value, string wanted, bool example = true)
    {
        var such = example && key.Example is { } sample ? $", such as {TomlLiteral.Write(sample)}" : "";
        return $"is {Noun(value)}{(value is string or long or double or bool ? $" ({Shown(key, value)})" : "")}; write {wanted}{such}.";
    }

    private static string Shown(ConfigurationKey key, object value) => key.IsSecret || Secrets.HoldsCredentials(value) ? Secrets.Hidden : TomlLiteral.Write(value);

    private static string Noun(object value) => value switch
    {
        string => "text",
        long => "a whole number",
        double => "a number with a fraction",
        bool => "a truth value",
        TomlDate => "a date or time",
        IReadOnlyDictionary<string, object> => "a table",
        _ => "a list",
    };
}
