using System.Globalization;
using System.Security;
using System.Text;

namespace Covalent.Quantum.Drawing;

/// <summary>Draws a circuit as a scalable picture.</summary>
internal sealed class SvgDrawing
{
    private const double RowHeight = 48;

    private const double BoxHeight = 32;

    private const double Gap = 14;

    private const double CharacterWidth = 8;

    private readonly CircuitLayout layout;

    private readonly DrawingTheme theme;

    private readonly StringBuilder body = new();

    /// <summary>Where the last measurement of each row begins; its wire ends there.</summary>
    private readonly Dictionary<int, double> ends = [];

    private SvgDrawing(Circuit circuit, DrawingOptions options)
    {
        layout = CircuitLayout.Of(circuit, options);
        theme = options.Theme;
    }

    public static string Of(Circuit circuit, DrawingOptions options) => new SvgDrawing(circuit, options).Draw();

    private string Draw()
    {
        string[] names = [.. layout.Wires.Select(static wire => $"{wire}"), .. layout.HasClassicalRow ? new[] { "c" } : []];
        var left = 24 + (CharacterWidth * names.Select(static name => name.Length).DefaultIfEmpty().Max());
        var middle = DrawItems(layout.Operations, left, isMeasurement: false);
        var right = DrawItems(layout.Measurements, middle + Gap, isMeasurement: true);
        var (width, height) = (right + 16, (RowHeight * layout.RowCount) + 16);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"0 0 {width:0.#} {height:0.#}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\" fill=\"{theme.Background}\"/>\n");
        for (var row = 0; row < names.Length; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 14:0.#}\" y=\"{Center(row) + 4:0.#}\" text-anchor=\"end\" fill=\"{theme.Text}\">{SecurityElement.Escape(names[row])}</text>\n");
            foreach (var offset in row < layout.Wires.Count ? [0.0] : new[] { -1.5, 1.5 })
            {
                Line(text, left - 8, Center(row) + offset, ends.GetValueOrDefault(row, middle + Gap), Center(row) + offset);
            }
        }

        return text.Append(body).Append("</svg>\n").ToString();
    }

    /// <summary>Draws columns from left to right and returns where they end.</summary>
    private double DrawItems(IReadOnlyList<Item> items, double left, bool isMeasurement)
    {
        foreach (var column in items.GroupBy(static item => item.Column).OrderBy(static group => group.Key))
        {
            var width = column.SelectMany(static item => item.Cells.Values).Max(static cell => WidthOf(cell));
            foreach (var item in column)
            {
                foreach (var row in isMeasurement ? item.Cells.Keys : [])
                {
                    ends[row] = left;
                }

                DrawItem(item, left + (width / 2), width, isMeasurement);
            }

            left += width + Gap;
        }

        return left;
    }

    private static double WidthOf(Cell cell) => cell.Kind is CellKind.Box or CellKind.Read or CellKind.Measure
        ? Math.Max(BoxHeight, 14 + (CharacterWidth * cell.Label.Length))
        : BoxHeight;

    private void DrawItem(Item item, double x, double width, bool isMeasurement)
    {
        if (item.Top != item.Bottom && !item.Cells.Values.All(static cell => cell.Kind == CellKind.Barrier))
        {
            Line(body, x, Center(item.Top), x, Center(item.Bottom));
        }

        var boxes = item.Cells.Where(static cell => cell.Value.Kind == CellKind.Box).Select(static cell => cell.Key).Order().ToArray();
        if (boxes.Length > 0 && boxes[^1] - boxes[0] == boxes.Length - 1)
        {
            // Neighbouring targets share one box.
            Box(x, Center(boxes[0]), Center(boxes[^1]), width, item.Cells[boxes[0]].Label, isMeasurement ? theme.Measurement : theme.Box);
            boxes = [];
        }

        foreach (var (row, cell) in item.Cells.OrderBy(static cell => cell.Key))
        {
            if (cell.Kind != CellKind.Box)
            {
                Symbol(cell, x, Center(row), width);
            }
            else if (boxes.Contains(row))
            {
                Box(x, Center(row), Center(row), width, cell.Label, isMeasurement ? theme.Measurement : theme.Box);
            }
        }
    }

    private void Symbol(Cell cell, double x, double y, double width)
    {
        switch (cell.Kind)
        {
            case CellKind.Control or CellKind.Written:
                Circle(x, y, 5, theme.Line);
                break;
            case CellKind.OpenControl:
                Circle(x, y, 5, theme.Background);
                break;
            case CellKind.Not:
                Circle(x, y, 11, theme.Background);
                Line(body, x - 11, y, x + 11, y);
                Line(body, x, y - 11, x, y + 11);
                break;
            case CellKind.Cross:
                Line(body, x - 7, y - 7, x + 7, y + 7);
                Line(body, x - 7, y + 7, x + 7, y - 7);
                break;
            case CellKind.Barrier:
                body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.#}\" y1=\"{y - (RowHeight / 2):0.#}\" x2=\"{x:0.#}\" y2=\"{y + (RowHeight / 2):0.#}\" stroke=\"{theme.Line}\" stroke-dasharray=\"4 3\"/>\n");
                break;
            default:
                Box(x, y, y, width, cell.Label, theme.Measurement);
                break;
        }

        if (cell.Kind == CellKind.Written)
        {
            Write(x + 11, y + 16, cell.Label);
        }
    }

    private void Box(double x, double top, double bottom, double width, string label, string fill)
    {
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x - (width / 2):0.#}\" y=\"{top - (BoxHeight / 2):0.#}\" width=\"{width:0.#}\" height=\"{bottom - top + BoxHeight:0.#}\" rx=\"3\" fill=\"{fill}\" stroke=\"{theme.Line}\"/>\n");
        Write(x, ((top + bottom) / 2) + 4, label);
    }

    private void Write(double x, double y, string label) =>
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\" fill=\"{theme.Text}\">{SecurityElement.Escape(label)}</text>\n");

    private void Circle(double x, double y, double radius, string fill) =>
        body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{fill}\" stroke=\"{theme.Line}\"/>\n");

    private void Line(StringBuilder target, double x1, double y1, double x2, double y2) =>
        target.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" stroke=\"{theme.Line}\"/>\n");

    private static double Center(int row) => 8 + (RowHeight * (row + 0.5));
}
