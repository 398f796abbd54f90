namespace Covalent.Quantum.Drawing;

/// <summary>What a drawing shows where an operation meets a row.</summary>
internal enum CellKind
{
    /// <summary>A box with the operation's name.</summary>
    Box,

    /// <summary>A control that must be 1.</summary>
    Control,

    /// <summary>A control that must be 0.</summary>
    OpenControl,

    /// <summary>The target of a controlled X.</summary>
    Not,

    /// <summary>One end of an exchange.</summary>
    Cross,

    /// <summary>A measurement inside the circuit.</summary>
    Measure,

    /// <summary>The bit that a measurement writes.</summary>
    Written,

    /// <summary>The bits that a condition reads.</summary>
    Read,

    /// <summary>A barrier.</summary>
    Barrier,
}

/// <summary>One meeting of an operation and a row.</summary>
internal sealed record Cell(CellKind Kind, string Label);

/// <summary>An operation or measurement in the drawing: its column and its rows.</summary>
internal sealed record Item(int Column, IReadOnlyDictionary<int, Cell> Cells)
{
    public int Top => Cells.Keys.Min();

    public int Bottom => Cells.Keys.Max();
}

/// <summary>Puts operations and measurements into columns as far left as they go without crossing one another.</summary>
internal sealed class CircuitLayout
{
    private readonly Dictionary<Wire, int> rows = [];

    private CircuitLayout(Circuit circuit, DrawingOptions options)
    {
        Names = new(options.Decimals);
        Wires = OrderOf(circuit, options);
        for (var row = 0; row < Wires.Count; row++)
        {
            rows[Wires[row]] = row;
        }

        HasClassicalRow = circuit.Operations.Any(static operation => operation is MidCircuitMeasurement or ConditionalOperation);
        Operations = Place(circuit.Operations.Select(Cells).Where(static cells => cells.Count > 0));
        Measurements = Place(circuit.Measurements.Select(Cells).Where(static cells => cells.Count > 0));
    }

    public Labels Names { get; }

    public Wires Wires { get; }

    /// <summary>Whether a row for measured bits follows the wires.</summary>
    public bool HasClassicalRow { get; }

    public int RowCount => Wires.Count + (HasClassicalRow ? 1 : 0);

    public IReadOnlyList<Item> Operations { get; }

    public IReadOnlyList<Item> Measurements { get; }

    public static CircuitLayout Of(Circuit circuit, DrawingOptions options) => new(circuit, options);

    private static Wires OrderOf(Circuit circuit, DrawingOptions options)
    {
        if (options.WireOrder is not { } order)
        {
            return circuit.Wires;
        }

        var shown = options.ShowAllWires ? order : Wires.Create([.. order.Where(circuit.Wires.Contains)]);
        return shown.Union(circuit.Wires);
    }

    private List<Item> Place(IEnumerable<Dictionary<int, Cell>> all)
    {
        var (items, free) = (new List<Item>(), new int[RowCount]);
        foreach (var cells in all)
        {
            var (top, bottom) = (cells.Keys.Min(), cells.Keys.Max());
            var column = free[top..(bottom + 1)].Max();
            Array.Fill(free, column + 1, top, bottom - top + 1);
            items.Add(new(column, cells));
        }

        return items;
    }

    private Dictionary<int, Cell> Cells(Operation operation)
    {
        var cells = new Dictionary<int, Cell>();
        switch (operation)
        {
            case MidCircuitMeasurement measurement:
                cells[rows[measurement.Wires[0]]] = new(CellKind.Measure, MeasureLabel(measurement.Options));
                cells[Wires.Count] = new(CellKind.Written, $"{measurement.Bit}");
                return cells;
            case ConditionalOperation conditional:
                cells = Cells(conditional.Inner);
                cells[Wires.Count] = new(CellKind.Read, $"{conditional.Condition}");
                return cells;
            case Marker { Kind: MarkerKind.Barrier } marker:
                foreach (var wire in marker.Wires.Count == 0 ? Wires : marker.Wires)
                {
                    cells[rows[wire]] = new(CellKind.Barrier, Names.Of(marker));
                }

                return cells;
            default:
                AddGate(operation, cells);
                return cells;
        }
    }

    private static string MeasureLabel(MeasureOptions options) =>
        "↗" + (options.Postselect is { } outcome ? $"{outcome}" : "") + (options.Reset ? " |0⟩" : "");

    private void AddGate(Operation operation, Dictionary<int, Cell> cells)
    {
        var label = Names.Of(operation);
        var kind = operation switch
        {
            _ when operation.ControlWires.Count > 0 && label == "X" => CellKind.Not,
            _ when label == "SWAP" => CellKind.Cross,
            _ => CellKind.Box,
        };
        foreach (var wire in operation.TargetWires.Count == 0 && operation.ControlWires.Count == 0 ? Wires : operation.TargetWires)
        {
            cells[rows[wire]] = new(kind, label);
        }

        for (var i = 0; i < operation.ControlWires.Count; i++)
        {
            cells[rows[operation.ControlWires[i]]] = new(operation.ControlValues[i] ? CellKind.Control : CellKind.OpenControl, operation.ControlValues[i] ? "●" : "○");
        }
    }

    private Dictionary<int, Cell> Cells(Measurement measurement)
    {
        var label = Labels.Of(measurement);
        if (measurement.ClassicalValues.Count > 0)
        {
            return HasClassicalRow ? new() { [Wires.Count] = new(CellKind.Box, label) } : [];
        }

        var wires = measurement.Observable?.Wires ?? measurement.Wires.Union(measurement.OtherWires);
        return (wires.Count == 0 ? Wires : wires).ToDictionary(wire => rows[wire], _ => new Cell(CellKind.Box, label));
    }
}
