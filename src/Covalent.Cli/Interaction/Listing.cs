using Spectre.Console;

namespace Covalent.Cli.Interaction;

/// <summary>A table: with borders and colours for people, and padded columns, never cut, for pipes.</summary>
internal sealed class Listing(params string[] columns)
{
    private readonly List<Cell[]> _rows = [];

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

    // A border and a space on both sides of each cell, and one border more.
    private int WidthOf(Func<Cell, string> text) =>
        columns.Select((column, i) => _rows.Select(row => text(row[i]).Length).Append(column.Length).Max() + 3).Sum() + 1;

    private Table ToTable(int width)
    {
        Func<Cell, string> text = WidthOf(static cell => cell.Text) > width ? static cell => cell.Short ?? cell.Text : static cell => cell.Text;
        var table = new Table();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(text(cell), cell.Style is { } style ? Style.Parse(style) : Style.Plain)));
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
