using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Transforms;

/// <summary>Runs of fixed one-wire gates that wait, per wire, for something else to happen to the wire.</summary>
internal sealed class SingleWireRuns
{
    private readonly List<Operation> _done = [];

    private readonly Dictionary<Wire, List<Operation>> _waiting = [];

    public void Add(Operation operation)
    {
        if (operation is { IsUnitary: true, Wires.Count: 1 } && operation.Parameters.All(static parameter => parameter is { IsTrainable: false, BatchSize: null }))
        {
            var wire = operation.Wires[0];
            if (!_waiting.TryGetValue(wire, out var run))
            {
                _waiting[wire] = run = [];
            }

            run.Add(operation);
            return;
        }

        // An operation without wires, such as a barrier, stands on all of them.
        foreach (var wire in operation.Wires.Count == 0 ? [.. _waiting.Keys] : operation.Wires.ToArray())
        {
            Close(wire);
        }

        _done.Add(operation);
    }

    public IReadOnlyList<Operation> Finish()
    {
        foreach (var wire in _waiting.Keys.ToArray())
        {
            Close(wire);
        }

        return _done;
    }

    private void Close(Wire wire)
    {
        if (!_waiting.Remove(wire, out var run))
        {
            return;
        }

        if (run.Count == 1)
        {
            _done.Add(run[0]);
            return;
        }

        var matrix = run.Aggregate(SquareMatrix.Identity(2), static (product, gate) => gate.UnitaryMatrix().Multiply(product));
        var (theta, phi, delta, phase) = Decompositions.OneWireAngles(matrix);
        _done.Add(new Gate(GateKind.U3, wire, theta, phi, delta));
        _done.Add(new Gate(GateKind.GlobalPhase, wire, -phase));
    }
}
