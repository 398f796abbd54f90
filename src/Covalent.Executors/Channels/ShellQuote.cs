using System.Text;

namespace Covalent.Executors.Channels;

/// <summary>Turns any text into exactly one word of a POSIX shell.</summary>
internal static class ShellQuote
{
    /// <summary>The value in single quotes; inside them nothing is special, so only the quote itself is written apart.</summary>
    /// <exception cref="ArgumentException">The value holds a NUL, which no shell word can carry.</exception>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{value.Replace("\0", "\\0", StringComparison.Ordinal)}' holds a NUL character, which cannot be part of a name or argument on a POSIX system; remove it.", nameof(value));
        }

        return IsPlain(value) ? value : new StringBuilder(value.Length + 8).Append('\'').Append(value.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();
    }

    private static bool IsPlain(string value)
    {
        foreach (char c in value)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ',' or ':' or '@'))
            {
                return false;
            }
        }

        return value.Length > 0;
    }
}
