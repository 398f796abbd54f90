namespace Covalent.Quantum.Cutting;

/// <summary>A cut between two stretches of a wire.</summary>
/// <param name="Before">The stretch that ends there and is measured.</param>
/// <param name="After">The stretch that begins there and is prepared.</param>
internal readonly record struct WireCutting(Wire Before, Wire After);

/// <summary>The circuit's operations with every stretch of a wire between cuts as a wire of its own.</summary>
internal sealed class WireSegments
{
    private const int MostCuts = 10;

    private readonly Dictionary<Wire, Wire> _present = [];

    private readonly Dictionary<Wire, int> _stretches = [];

    private WireSegments(Circuit circuit)
    {
        foreach (var wire in circuit.Wires)
        {
            _present[wire] = wire;
        }

        foreach (var operation in circuit.Operations)
        {
            Add(operation, circuit.Wires);
        }

        if (Cuts.Count is 0 or > MostCuts)
        {
            throw new ArgumentException($"The circuit is cut {Cuts.Count} times; between 1 and {MostCuts} wire-cut markers are needed (each multiplies the work by four).", nameof(circuit));
        }
    }

    public List<Operation> Operations { get; } = [];

    public List<WireCutting> Cuts { get; } = [];

    /// <summary>The last stretch of every wire.</summary>
    public IReadOnlyDictionary<Wire, Wire> Last => _present;

    public static WireSegments Of(Circuit circuit) => new(circuit);

    private void Add(Operation operation, Wires all)
    {
        switch (operation)
        {
            case Marker { Kind: MarkerKind.WireCut }:
                foreach (var wire in operation.Wires.Count == 0 ? all : operation.Wires)
                {
                    Cut(wire, all);
                }

                break;
            case Marker:
                break;
            case StatePreparation or { IsUnitary: true }:
                Operations.Add(operation.OnWires(_present));
                break;
            default:
                throw new ArgumentException($"{operation} cannot stand in a circuit that is cut; only unitary gates and state preparations can.", nameof(operation));
        }
    }

    private void Cut(Wire wire, Wires all)
    {
        Wire next;
        do
        {
            _stretches[wire] = _stretches.GetValueOrDefault(wire) + 1;
            next = $"{wire}~{_stretches[wire]}";
        }
        while (all.Contains(next));

        Cuts.Add(new(_present[wire], next));
        _present[wire] = next;
    }
}
