using Covalent.Quantum.Circuits;

namespace Covalent.Quantum.Devices;

/// <summary>Finds the wires that must be simulated; the others stay |0⟩ and cost nothing.</summary>
internal static class ActiveWires
{
    public static HashSet<Wire> Of(CircuitStructure structure, bool sampled)
    {
        var active = new HashSet<Wire>();
        var final = FinalMeasurements.Of(structure);
        for (var i = 0; i < structure.Operations.Length; i++)
        {
            var operation = structure.Operations[i];
            if (!final.Contains(i) && operation is not (Marker or Gate { Kind: GateKind.Identity or GateKind.GlobalPhase }) && !IsZeroPreparation(operation))
            {
                active.UnionWith(operation.Wires);
            }
        }

        foreach (var measurement in structure.Measurements)
        {
            AddMeasured(measurement, sampled, active);
        }

        return active;
    }

    private static bool IsZeroPreparation(Operation operation) => operation is BasisState basis && basis.Bits.All(static bit => bit == 0);

    private static void AddMeasured(Measurement measurement, bool sampled, HashSet<Wire> active)
    {
        if (measurement.Kind is MeasurementKind.ClassicalShadow)
        {
            active.UnionWith(measurement.Wires);
        }

        if (measurement.Observable is not { } observable)
        {
            return;
        }

        foreach (var factor in observable.Terms.SelectMany(static term => term.Observable.Factors))
        {
            if (factor is not PauliWord word)
            {
                active.UnionWith(factor.Wires);
            }
            else if (sampled || measurement.Kind is MeasurementKind.Probs)
            {
                // X or Y on an idle wire is a fair coin: the wire must exist to be rotated.
                active.UnionWith(word.Wires.Where(wire => measurement.Kind is MeasurementKind.ShadowExpval || word[wire] is 'X' or 'Y'));
            }
        }
    }
}

/// <summary>
/// Finds measurements that nothing depends on: no later step touches the wire (other final measurements aside), reads or writes the bit.
/// They need no branch; their bits are read from the final state.
/// </summary>
internal static class FinalMeasurements
{
    public static HashSet<int> Of(CircuitStructure structure)
    {
        var (result, touched, usedBits) = (new HashSet<int>(), new HashSet<Wire>(), new HashSet<int>());
        for (var i = structure.Operations.Length - 1; i >= 0; i--)
        {
            var operation = structure.Operations[i];
            if (operation is MidCircuitMeasurement { Options: { Reset: false, Postselect: null } } measurement
                && !touched.Contains(measurement.Wires[0]) && usedBits.Add(measurement.Bit))
            {
                result.Add(i);
                continue;
            }

            if (operation is not Marker)
            {
                touched.UnionWith(operation.Wires);
                usedBits.UnionWith(UsedBits(operation));
            }
        }

        return result;
    }

    private static IEnumerable<int> UsedBits(Operation operation) => operation switch
    {
        ConditionalOperation conditional => conditional.Condition.Bits.Concat(UsedBits(conditional.Inner)),
        MidCircuitMeasurement measurement => [measurement.Bit],
        _ => [],
    };
}
