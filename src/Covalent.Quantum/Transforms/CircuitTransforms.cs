using Covalent.Quantum.Transforms;

namespace Covalent.Quantum;

/// <summary>Circuits that do the same with fewer gates.</summary>
public static class CircuitTransforms
{
    /// <summary>Without pairs of neighbouring gates that undo each other, also those that become neighbours thereby.</summary>
    public static Circuit CancelInverses(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var line = new NeighbourLine(circuit.Wires);
        foreach (var operation in circuit.Operations)
        {
            var before = operation.IsUnitary ? line.Before(operation) : null;
            if (before is { IsUnitary: true } && before.Adjoint().Equals(operation))
            {
                line.RemoveLast(operation.Wires);
            }
            else
            {
                line.Add(operation);
            }
        }

        return new(line.Operations, circuit.Measurements, circuit.Shots);
    }

    /// <summary>With neighbouring rotations about the same axis added up; those that add up to 0 vanish.</summary>
    public static Circuit MergeRotations(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var line = new NeighbourLine(circuit.Wires);
        foreach (var operation in circuit.Operations)
        {
            if (AdditiveGates.Sum(line.Before(operation), operation) is not { } sum)
            {
                line.Add(operation);
                continue;
            }

            line.RemoveLast(operation.Wires);
            if (!AdditiveGates.IsNothing(sum))
            {
                line.Add(sum);
            }
        }

        return new(line.Operations, circuit.Measurements, circuit.Shots);
    }

    /// <summary>With every run of one-wire gates on a wire as one U3 and a global phase. Gates that depend on inputs or are broadcast stay as they are.</summary>
    public static Circuit FuseSingleWireGates(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var runs = new SingleWireRuns();
        foreach (var operation in circuit.Operations)
        {
            runs.Add(operation);
        }

        return new(runs.Finish(), circuit.Measurements, circuit.Shots);
    }

    /// <summary>Without SWAP gates: what follows them acts on the exchanged wires. Circuits that return their state vector keep their swaps.</summary>
    public static Circuit UndoSwaps(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (circuit.Measurements.Any(static measurement => measurement.Kind == MeasurementKind.State))
        {
            return circuit;
        }

        var places = circuit.Wires.ToDictionary(static wire => wire);
        var operations = new List<Operation>(circuit.Operations.Count);
        foreach (var operation in circuit.Operations)
        {
            if (operation is Gate { Kind: GateKind.SWAP })
            {
                var (first, second) = (operation.Wires[0], operation.Wires[1]);
                (places[first], places[second]) = (places[second], places[first]);
            }
            else
            {
                operations.Add(operation.OnWires(places));
            }
        }

        return new(operations, circuit.Measurements.Select(measurement => OnPlaces(measurement, circuit.Wires, places)), circuit.Shots);
    }

    // A measurement of all wires means all in order, which after the exchange has to be said.
    private static Measurement OnPlaces(Measurement measurement, Wires all, Dictionary<Wire, Wire> places)
    {
        var wires = measurement is { Observable: null, ClassicalValues.Count: 0 } && measurement.Wires.Count == 0 ? all : measurement.Wires;
        return measurement.Of(measurement.Observable, wires, measurement.OtherWires).OnWires(places);
    }
}
