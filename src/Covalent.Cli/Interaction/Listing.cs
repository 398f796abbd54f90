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
            terminal.Write(ToTable());
        }
        else
        {
            WritePlain(terminal.Out);
        }
    }

    private Table ToTable()
    {
        var table = new Table();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell.Text, cell.Style is { } style ? Style.Parse(style) : Style.Plain)));
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
    public Cell(string text, string? style = null) => (Text, Style) = (Printable.Line(text), style);

    public string Text { get; }

    /// <summary>Colour in Spectre's words; null for the usual one.</summary>
    public string? Style { get; }

    public static implicit operator Cell(string text) => new(text);
}
