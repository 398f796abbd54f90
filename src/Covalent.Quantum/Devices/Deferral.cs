namespace Covalent.Quantum.Devices;

/// <summary>
/// Puts measurements inside a circuit off to its end: each copies its outcome onto an extra wire, conditions become controls on these
/// wires, and resets exchange the wire's content for a fresh one.
/// </summary>
internal sealed class Deferral
{
    private const int MaximumConditionBits = 12;

    private readonly Dictionary<int, Wire> wireOfBit = [];

    private readonly List<MidCircuitMeasurement> final = [];

    private readonly List<Operation> operations = [];

    private readonly List<Wire> extra = [];

    private readonly string device;

    private Deferral(string device) => this.device = device;

    public static bool IsNeeded(Circuit circuit) =>
        circuit.Operations.Any(static operation => operation is MidCircuitMeasurement or ResetOperation or ConditionalOperation);

    public static (Circuit Circuit, Wires Wires) Of(Circuit circuit, Wires wires, string device)
    {
        if (circuit.Measurements.FirstOrDefault(static measurement => measurement.Kind == MeasurementKind.State) is { } state)
        {
            throw new DeviceException(device, $"{state.Kind} has no meaning when measurements are deferred onto extra wires; ask for DensityMatrix, or use MidCircuitMethod.TreeTraversal.");
        }

        var deferral = new Deferral(device);
        foreach (var operation in circuit.Operations)
        {
            deferral.Add(operation);
        }

        var measurements = circuit.Measurements.Select(measurement => OnDeclared(measurement, wires));
        return (new([.. deferral.operations, .. deferral.final], measurements, circuit.Shots), wires.Concat(Wires.Create([.. deferral.extra])));
    }

    /// <summary>A measurement of all wires means the wires the user knows.</summary>
    private static Measurement OnDeclared(Measurement measurement, Wires wires) =>
        measurement.Wires.Count == 0 && measurement.Observable is null && measurement.ClassicalValues.Count == 0 ? measurement.Of(null, wires, measurement.OtherWires) : measurement;

    private void Add(Operation operation)
    {
        switch (operation)
        {
            case MidCircuitMeasurement measurement:
                AddMeasurement(measurement);
                break;
            case ResetOperation reset:
                AddReset(reset.Wires[0], Fresh());
                break;
            case ConditionalOperation conditional:
                AddConditional(conditional);
                break;
            default:
                operations.Add(operation);
                break;
        }
    }

    private void AddMeasurement(MidCircuitMeasurement measurement)
    {
        var copy = Fresh();
        operations.Add(new Gate(GateKind.CNOT, [measurement.Wires[0], copy]));
        if (measurement.Options.Reset)
        {
            operations.Add(new Gate(GateKind.CNOT, [copy, measurement.Wires[0]]));
        }

        wireOfBit[measurement.Bit] = copy;
        final.RemoveAll(earlier => earlier.Bit == measurement.Bit && earlier.Options.Postselect is null);
        final.Add(new(copy, measurement.Bit, new(Postselect: measurement.Options.Postselect)));
    }

    private void AddReset(Wire wire, Wire fresh)
    {
        operations.Add(new Gate(GateKind.CNOT, [wire, fresh]));
        operations.Add(new Gate(GateKind.CNOT, [fresh, wire]));
    }

    private void AddConditional(ConditionalOperation conditional)
    {
        if (!conditional.Inner.IsUnitary)
        {
            throw new DeviceException(device, $"{conditional.Inner.Name} under a condition cannot be deferred; use MidCircuitMethod.TreeTraversal.");
        }

        var bits = conditional.Condition.Bits.Where(wireOfBit.ContainsKey).ToArray();
        if (bits.Length > MaximumConditionBits)
        {
            throw new DeviceException(device, $"a condition on {bits.Length} bits would become 2^{bits.Length} controlled gates when deferred; use MidCircuitMethod.TreeTraversal.");
        }

        var memory = new bool[conditional.Condition.Bits.DefaultIfEmpty(-1).Max() + 1];
        for (var pattern = 0; pattern < 1 << bits.Length; pattern++)
        {
            bool[] values = [.. bits.Select((_, i) => ((pattern >> i) & 1) == 1)];
            for (var i = 0; i < bits.Length; i++)
            {
                memory[bits[i]] = values[i];
            }

            if (conditional.Condition.Evaluate(memory) != 0)
            {
                operations.Add(conditional.Inner.Controlled(Wires.Create([.. bits.Select(bit => wireOfBit[bit])]), values));
            }
        }
    }

    private Wire Fresh()
    {
        extra.Add($"deferred measurement {extra.Count}");
        return extra[^1];
    }
}
