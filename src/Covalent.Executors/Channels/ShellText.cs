using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Covalent.Executors.Channels;

/// <summary>A piece of POSIX shell program. Values reach it only through interpolation, where each becomes one quoted word;
/// text that is already shell is another <see cref="ShellText"/>. So a name can never turn into a command.</summary>
internal readonly record struct ShellText
{
    private readonly string? _text;

    private ShellText(string text) => _text = text;

    public override string ToString() => _text ?? "";

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Shell text with quoted values: <c>ShellText.Of($"rm -f -- {path}")</c>.</summary>
    public static ShellText Of(ShellTextHandler text) => new(text.Take());

    /// <summary>Shell text as the user wrote it on purpose, such as a prerun command.</summary>
    public static ShellText Verbatim(string text) => new(text);

    /// <summary>One quoted word.</summary>
    public static ShellText Word(string value) => new(ShellQuote.Quote(value));

    /// <summary>Quoted words, separated by blanks.</summary>
    public static ShellText Words(IEnumerable<string> values) => new(string.Join(' ', values.Select(ShellQuote.Quote)));

    /// <summary>Pieces below each other, empty ones left out.</summary>
    public static ShellText Lines(params IEnumerable<ShellText> pieces) =>
        new(string.Join('\n', pieces.Where(piece => !piece.IsEmpty).Select(piece => piece.ToString())));
}

/// <summary>Collects interpolated shell text and quotes the values in it.</summary>
[InterpolatedStringHandler]
internal ref struct ShellTextHandler
{
    private readonly StringBuilder _text;

    public ShellTextHandler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    public readonly void AppendLiteral(string text) => _text.Append(text);

    public readonly void AppendFormatted(string value) => _text.Append(ShellQuote.Quote(value));

    public readonly void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    public readonly void AppendFormatted(ShellText text) => _text.Append(text.ToString());

    public readonly string Take() => _text.ToString();
}
