using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>A table: with borders and colours for people, and padded columns, never cut, for pipes.</summary>
internal sealed class Listing(params string[] columns)
{
    private const int LeastOfWrapping = 12;
    private readonly List<Cell[]> _rows = [];

    /// <summary>The column that is broken into lines where there is little room; the last one unless said otherwise.</summary>
    public string Wrapping { get; init; } = columns[^1];

    /// <summary>Columns that a narrow terminal does without, the first one first.</summary>
    public IReadOnlyList<string> Expendable { get; init; } = [];

    public void Add(params Cell[] cells) => _rows.Add(cells);

    public void WriteTo(Terminal terminal)
    {
        if (terminal.IsInteractive)
        {
            terminal.Write(ToTable(terminal.ToConsole().Profile.Width));
        }
        else
        {
            WritePlain(terminal.Out);
        }
    }

    private int WidthOf(int column, Func<Cell, string> text) => _rows.Select(row => text(row[column]).Length).Append(columns[column].Length).Max();

    // A border and a space on both sides of each cell, and one border more.
    private int WidthOf(IEnumerable<int> shown, Func<Cell, string> text, bool isWrapped) =>
        shown.Sum(i => 3 + (isWrapped && columns[i] == Wrapping ? Math.Min(LeastOfWrapping, WidthOf(i, text)) : WidthOf(i, text))) + 1;

    private Table ToTable(int width)
    {
        var shown = Enumerable.Range(0, columns.Length).ToList();
        Func<Cell, string> text = static cell => cell.Text;
        if (WidthOf(shown, text, isWrapped: false) > width)
        {
            text = static cell => cell.Short ?? cell.Text;
            foreach (var column in Expendable.TakeWhile(_ => WidthOf(shown, text, isWrapped: true) > width))
            {
                shown.Remove(Array.IndexOf(columns, column));
            }
        }

        var table = new Table();
        foreach (var i in shown)
        {
            table.AddColumn(new TableColumn(new Text(columns[i], new Style(decoration: Decoration.Bold))) { NoWrap = columns[i] != Wrapping });
        }

        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(i => new Text(text(row[i]), row[i].Style is { } style ? Style.Parse(style) : Style.Plain)));
        }

        return table;
    }

    private void WritePlain(TextWriter output)
    {
        var widths = columns.Select((column, i) => _rows.Select(row => row[i].Text.Length).Append(column.Length).Max()).ToList();
        WriteRow(output, columns.Select(static column => column.ToUpperInvariant()), widths);
        foreach (var row in _rows)
        {
            WriteRow(output, row.Select(static cell => cell.Text), widths);
        }
    }

    private static void WriteRow(TextWriter output, IEnumerable<string> cells, List<int> widths) =>
        output.WriteLine(string.Join("  ", cells.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
}

/// <summary>One cell of a <see cref="Listing"/>; the text is made printable.</summary>
internal readonly record struct Cell
{
    private const int ShortId = 13;

    public Cell(string text, string? style = null) => (Text, Style) = (Printable.Line(text), style);

    public string Text { get; }

    /// <summary>What stands for the text on a terminal that is too narrow for the table; null for the text itself, in several lines.</summary>
    public string? Short { get; init; }

    /// <summary>An id, of which the beginning will do where there is little room: commands take it too.</summary>
    public static Cell Id(string id) => new(id) { Short = id.Length > ShortId ? id[..ShortId] : null };

    /// <summary>A moment; where there is little room without year and seconds.</summary>
    public static Cell Moment(string moment) => new(moment) { Short = moment.Length == 19 ? moment[5..16] : null };

    /// <summary>Colour in Spectre's words; null for the usual one.</summary>
    public string? Style { get; }

    public static implicit operator Cell(string text) => new(text);
}
