using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>A line of coloured pieces that never grows wider than the terminal: a live picture of lines that wrap cannot be drawn over.</summary>
internal sealed class FittedLine(int width)
{
    private const int Least = 8;
    private readonly Paragraph _text = new();
    private int _left = Math.Max(Least, width);

    public Paragraph Text => _text;

    /// <summary>Adds a piece, or as much of it as there is room for.</summary>
    public FittedLine Append(string piece, string style = "default")
    {
        var shown = piece.Length <= _left ? piece : _left > 0 ? string.Concat(piece.AsSpan(0, _left - 1), "…") : "";
        _left -= shown.Length;
        _text.Append(shown, Style.Parse(style));
        return this;
    }

    /// <summary>Adds a piece that may be missing where there is no room for all of it and for so many characters that follow.</summary>
    public FittedLine AppendIfRoom(string piece, string style, int needed = 0) => piece.Length + needed <= _left ? Append(piece, style) : this;
}
