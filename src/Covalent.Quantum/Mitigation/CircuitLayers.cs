namespace Covalent.Quantum.Mitigation;

/// <summary>A circuit's operations in layers: each as early as its wires allow. Measurements, conditions and barriers keep their place for all wires.</summary>
internal sealed class CircuitLayers
{
    private readonly List<List<Operation>> _layers = [];

    private readonly Dictionary<Wire, int> _free = [];

    private readonly HashSet<Wire> _begun = [];

    private CircuitLayers(Circuit circuit)
    {
        foreach (var wire in circuit.Wires)
        {
            _free[wire] = 0;
        }

        foreach (var operation in circuit.Operations)
        {
            Add(operation);
        }
    }

    /// <summary>Layers from … to-1 in which a wire waits between two of its operations.</summary>
    public List<(Wire Wire, int From, int To)> Waits { get; } = [];

    public IEnumerable<Operation> Operations => _layers.SelectMany(static layer => layer);

    public static CircuitLayers Of(Circuit circuit) => new(circuit);

    /// <summary>Adds a pulse before everything else of a layer.</summary>
    public void Put(int layer, Operation operation) => _layers[layer].Insert(0, operation);

    private void Add(Operation operation)
    {
        var isForAll = operation is ConditionalOperation or MidCircuitMeasurement || operation.Wires.Count == 0;
        IEnumerable<Wire> wires = isForAll ? [.. _free.Keys] : operation.Wires;
        var layer = wires.Select(wire => _free[wire]).DefaultIfEmpty(0).Max();
        while (_layers.Count <= layer)
        {
            _layers.Add([]);
        }

        _layers[layer].Add(operation);
        foreach (var wire in wires)
        {
            var takesPart = operation.Wires.Contains(wire);
            if (takesPart && _begun.Contains(wire) && layer > _free[wire])
            {
                Waits.Add((wire, _free[wire], layer));
            }

            // Those that only keep their place go on waiting from here.
            _free[wire] = takesPart ? layer + 1 : Math.Max(_free[wire], layer);
            if (takesPart && operation is not Marker)
            {
                _begun.Add(wire);
            }
        }
    }
}
