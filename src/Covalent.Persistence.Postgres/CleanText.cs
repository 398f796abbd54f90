using System.Text;

namespace Covalent.Persistence.Postgres;

/// <summary>Text that PostgreSQL takes: it refuses the character zero, and halves of surrogate pairs are no characters in UTF-8. Both become U+FFFD,
/// since what people see in a message matters more than a refused transaction.</summary>
internal static class CleanText
{
    public static string Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return Clean(text);
            }
        }

        return text;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
