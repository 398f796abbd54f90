using System.Globalization;
using System.Text;

namespace Covalent.Core.Configuration;

/// <summary>Writes values as TOML does.</summary>
internal static class TomlLiteral
{
    public static string Write(object value) => value switch
    {
        string text => Quote(text),
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Fraction(number),
        TomlDate date => date.Text,
        IReadOnlyDictionary<string, object> table => Table(table),
        IReadOnlyList<object> list => $"[{string.Join(", ", list.Select(Write))}]",
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be written to the configuration; use text, a number, true, false, a list or a table."),
    };

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static string Fraction(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private static string Table(IReadOnlyDictionary<string, object> table) => table.Count == 0
        ? "{}"
        : $"{{ {string.Join(", ", table.Select(p => $"{KeyPath.Of(p.Key)} = {Write(p.Value)}"))} }}";
}

/// <summary>A TOML date or time; no key of ours is one, so its text is enough.</summary>
internal sealed record TomlDate(string Text);
