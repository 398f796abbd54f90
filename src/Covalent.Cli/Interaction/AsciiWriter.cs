using System.Text;

namespace Covalent.Cli.Interaction;

/// <summary>Writes for a terminal that shows letters of one byte only: what we draw with becomes the nearest of ASCII, anything else a question mark.</summary>
internal sealed class AsciiWriter(TextWriter inner) : TextWriter
{
    private static readonly string[] Locale = ["LC_ALL", "LC_CTYPE", "LANG"];

    public override Encoding Encoding => Encoding.ASCII;

    /// <summary>Whether the locale of an environment has another character set than UTF-8. One that names none at all has most likely a terminal of today.</summary>
    public static bool IsNeeded(Func<string, string?> variable) =>
        Locale.Select(variable).FirstOrDefault(static value => value is { Length: > 0 }) is { } locale
        && !locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) && !locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);

    public override void Write(char value) => inner.Write(Nearest(value));

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var text = new StringBuilder(buffer.Length);
        foreach (var rune in buffer.EnumerateRunes())
        {
            text.Append(rune.IsBmp ? Nearest((char)rune.Value) : '?');
        }

        inner.Write(text);
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    private static char Nearest(char letter) => letter switch
    {
        < '\u0080' => letter,
        '─' or '━' or '–' or '—' => '-',
        '│' or '┃' => '|',
        >= '\u2500' and <= '\u257F' => '+',
        '✓' => '+',
        '✗' or '×' => 'x',
        '…' => '.',
        '›' or '▶' or '►' or '→' => '>',
        '●' or '•' or '◆' => '*',
        '○' or '·' or '◇' => 'o',
        '⊘' => '/',
        'µ' => 'u',
        _ => '?',
    };
}
