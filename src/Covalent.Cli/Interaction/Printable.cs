using System.Text;

namespace Covalent.Cli.Interaction;

/// <summary>Text from elsewhere, made safe for a terminal: names, messages and previews may hold escape sequences.</summary>
internal static class Printable
{
    /// <summary>The text with control characters shown instead of obeyed; line breaks and tabs stay.</summary>
    public static string Text(string text) => Escape(text, keepLines: true);

    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>The text on one line of at most so many characters.</summary>
    public static string Line(string text, int length)
    {
        var line = Line(text);
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, length - 1), "…");
    }

    private static string Escape(string text, bool keepLines)
    {
        if (!text.Any(c => MustHide(c, keepLines)))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            safe.Append((c, MustHide(c, keepLines)) switch
            {
                (_, false) => c.ToString(),
                ('\n', _) => "\\n",
                ('\r', _) => "\\r",
                ('\t', _) => "\\t",
                _ => $"\\x{(int)c:X2}",
            });
        }

        return safe.ToString();
    }

    // Bidirectional controls can make a line read as something else.
    private static bool MustHide(char c, bool keepLines) =>
        (char.IsControl(c) && !(keepLines && c is '\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
