using System.Globalization;
using System.Text;

namespace Covalent.Quantum.Drawing;

/// <summary>Draws a circuit with characters.</summary>
internal sealed class TextDrawing
{
    private const string Continued = " ···";

    private readonly CircuitLayout layout;

    private readonly DrawingOptions options;

    private readonly string[] names;

    private TextDrawing(Circuit circuit, DrawingOptions options)
    {
        this.options = options;
        layout = CircuitLayout.Of(circuit, options);
        string[] labels = [.. layout.Wires.Select(static wire => $"{wire}"), .. layout.HasClassicalRow ? new[] { "c" } : []];
        var width = labels.Length == 0 ? 0 : labels.Max(static label => label.Length);
        names = [.. labels.Select(label => label.PadLeft(width) + ": ")];
    }

    public static string Of(Circuit circuit, DrawingOptions options) => new TextDrawing(circuit, options).Draw();

    private string Draw()
    {
        var operations = Columns(layout.Operations);
        var measurements = Columns(layout.Measurements, blank: ' ');
        var text = new StringBuilder();
        var lines = Start(text);
        foreach (var column in operations)
        {
            var width = column.Max(static cell => cell.Length) + 1;
            if (lines[0].Length + width + Continued.Length > options.MaxLength && lines[0].Length > names[0].Length + Continued.Length)
            {
                Finish(text, lines, Continued);
                lines = Start(text);
            }

            Append(lines, column, width);
        }

        if (lines.Length > 0)
        {
            for (var row = 0; row < lines.Length; row++)
            {
                lines[row].Append(Line(row)).Append('┤');
                foreach (var column in measurements)
                {
                    lines[row].Append(' ').Append(column[row]);
                }
            }

            Finish(text, lines, "");
        }

        AppendMatrices(text);
        return text.ToString();
    }

    private StringBuilder[] Start(StringBuilder text)
    {
        var isFirst = text.Length == 0;
        return [.. names.Select(name => new StringBuilder(name).Append(isFirst ? "" : "··· "))];
    }

    private static void Finish(StringBuilder text, StringBuilder[] lines, string end)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        foreach (var line in lines)
        {
            text.Append(line.ToString().TrimEnd()).Append(end).Append('\n');
        }
    }

    private void Append(StringBuilder[] lines, string[] column, int width)
    {
        for (var row = 0; row < lines.Length; row++)
        {
            lines[row].Append(Line(row)).Append(column[row].PadRight(width - 1, Line(row)));
        }
    }

    private char Line(int row) => row < layout.Wires.Count ? '─' : '═';

    /// <summary>Per column, per row: the connector and what stands there.</summary>
    private List<string[]> Columns(IReadOnlyList<Item> items, char? blank = null)
    {
        var columns = new List<string[]>();
        foreach (var group in items.GroupBy(static item => item.Column).OrderBy(static group => group.Key))
        {
            string[] cells = [.. Enumerable.Range(0, layout.RowCount).Select(row => $"{blank ?? Line(row)}")];
            foreach (var item in group)
            {
                for (var row = item.Top; row <= item.Bottom; row++)
                {
                    cells[row] = Connector(item, row, blank) + (item.Cells.TryGetValue(row, out var cell) ? Text(cell) : "");
                }
            }

            var width = cells.Max(static cell => cell.Length);
            columns.Add([.. cells.Select((cell, row) => cell.PadRight(width, blank ?? Line(row)))]);
        }

        return columns;
    }

    private string Connector(Item item, int row, char? blank)
    {
        if (item.Top == item.Bottom)
        {
            return $"{blank ?? Line(row)}";
        }

        if (item.Cells.ContainsKey(layout.Wires.Count))
        {
            return row == item.Top ? "╓" : row == item.Bottom ? "╩" : item.Cells.ContainsKey(row) ? "╟" : "║";
        }

        return row == item.Top ? "╭" : row == item.Bottom ? "╰" : item.Cells.ContainsKey(row) ? "├" : "│";
    }

    private static string Text(Cell cell) => cell.Kind switch
    {
        CellKind.Measure => $"┤{cell.Label}├",
        CellKind.Read => $"[{cell.Label}]",
        CellKind.Not => "X",
        _ => cell.Label,
    };

    private void AppendMatrices(StringBuilder text)
    {
        for (var i = 0; options.ShowMatrices && i < layout.Names.Matrices.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nM{i} =\n");
            var matrix = layout.Names.Matrices[i].Matrix();
            for (var row = 0; row < matrix.GetLength(0); row++)
            {
                var entries = Enumerable.Range(0, matrix.GetLength(1)).Select(column => Number(matrix[row, column]));
                text.Append(CultureInfo.InvariantCulture, $"[{string.Join("  ", entries)}]\n");
            }
        }
    }

    private static string Number(System.Numerics.Complex value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Real + 0.0:0.####}{(value.Imaginary < 0 ? "-" : "+")}{Math.Abs(value.Imaginary):0.####}i");
}
