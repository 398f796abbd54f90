namespace Covalent.Quantum.Transforms;

/// <summary>A growing list of operations that knows which one came last on every wire.</summary>
internal sealed class NeighbourLine(Wires all)
{
    private readonly List<Operation?> _operations = [];
    private readonly Dictionary<Wire, Stack<int>> _last = all.ToDictionary(static wire => wire, static _ => new Stack<int>());

    public IEnumerable<Operation> Operations => _operations.OfType<Operation>();

    /// <summary>The operation right before, when it acts on exactly the same wires; null otherwise.</summary>
    public Operation? Before(Operation operation)
    {
        var index = operation.Wires.Count > 0 && _last[operation.Wires[0]].TryPeek(out var last) ? last : -1;
        return index >= 0 && _operations[index]!.Wires.Equals(operation.Wires)
            && operation.Wires.All(wire => _last[wire].TryPeek(out var own) && own == index)
            ? _operations[index]
            : null;
    }

    public void Add(Operation operation)
    {
        // A marker without wires, such as a barrier, stands on all of them.
        foreach (var wire in operation.Wires.Count == 0 && operation is Marker ? all : operation.Wires)
        {
            _last[wire].Push(_operations.Count);
        }

        _operations.Add(operation);
    }

    /// <summary>Takes the last operation away; it must act on exactly these wires.</summary>
    public void RemoveLast(Wires wires)
    {
        _operations[_last[wires[0]].Peek()] = null;
        foreach (var wire in wires)
        {
            _last[wire].Pop();
        }
    }
}
