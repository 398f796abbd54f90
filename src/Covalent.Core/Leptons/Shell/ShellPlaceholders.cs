using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>Puts variables in the place of <c>{name}</c>, quoted as the place asks. The values themselves never become part of the script, so that no
/// character in them can be taken for the shell's, whatever this reading of quotes misses (nested substitutions, here-documents).</summary>
internal static class ShellPlaceholders
{
    private enum Quotes
    {
        None,
        Single,
        Ansi,
        Double,
        Comment,
    }

    public static string Fill(string text, IReadOnlyCollection<string> named)
    {
        var filled = new StringBuilder(text.Length + 16);
        var quotes = Quotes.None;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && quotes is not (Quotes.Single or Quotes.Comment) && at + 1 < text.Length)
            {
                filled.Append(text, at++, 2);
                continue;
            }

            if (text[at] == '{' && (at == 0 || text[at - 1] is not ('$' or '\\')) && NameAt(text, at + 1, named) is { } name)
            {
                filled.Append(Reference(name, quotes));
                at += name.Length + 1;
                continue;
            }

            quotes = After(text, at, quotes);
            filled.Append(text[at]);
        }

        return filled.ToString();
    }

    private static string Reference(string name, Quotes quotes) => quotes switch
    {
        Quotes.None => $"\"${{{name}}}\"",
        Quotes.Double => $"${{{name}}}",
        Quotes.Single => $"'\"${{{name}}}\"'",
        Quotes.Ansi => $"'\"${{{name}}}\"$'",
        _ => $"{{{name}}}",
    };

    private static string? NameAt(string text, int start, IReadOnlyCollection<string> named) =>
        text.IndexOf('}', start) is var end and > 0 && named.FirstOrDefault(name => text.AsSpan(start, end - start).SequenceEqual(name)) is { } found ? found : null;

    private static Quotes After(string text, int at, Quotes quotes) => (quotes, text[at]) switch
    {
        (Quotes.None, '\'') => at > 0 && text[at - 1] == '$' ? Quotes.Ansi : Quotes.Single,
        (Quotes.None, '"') => Quotes.Double,
        (Quotes.None, '#') when at == 0 || text[at - 1] is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' => Quotes.Comment,
        (Quotes.Single or Quotes.Ansi, '\'') => Quotes.None,
        (Quotes.Double, '"') => Quotes.None,
        (Quotes.Comment, '\n') => Quotes.None,
        _ => quotes,
    };
}
