namespace Covalent.Quantum.Cutting;

/// <summary>Wires that gates connect, with the operations on them in order.</summary>
internal sealed record ConnectedWires(IReadOnlyList<Wire> Wires, IReadOnlyList<Operation> Operations)
{
    public static IReadOnlyList<ConnectedWires> Of(IReadOnlyList<Operation> operations, IReadOnlyList<Wire> wires)
    {
        var parents = wires.Concat(operations.SelectMany(static operation => operation.Wires)).Distinct().ToDictionary(static wire => wire);
        foreach (var operation in operations)
        {
            foreach (var wire in operation.Wires.Skip(1))
            {
                parents[Root(wire)] = Root(operation.Wires[0]);
            }
        }

        return
        [
            .. parents.Keys.GroupBy(Root).Select(group => new ConnectedWires(
                [.. group],
                [.. operations.Where(operation => operation.Wires.Count > 0 && Root(operation.Wires[0]).Equals(group.Key))])),
        ];

        Wire Root(Wire wire)
        {
            while (!parents[wire].Equals(wire))
            {
                wire = parents[wire];
            }

            return wire;
        }
    }
}
