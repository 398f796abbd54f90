namespace Covalent.Quantum;

/// <summary>Which noise happens where: rules that put channels into a circuit. Immutable; the noisy circuit needs <c>default.mixed</c>.</summary>
/// <example>
/// <code>
/// var noise = new NoiseModel()
///     .After(op => op.Wires.Count == 2, (q, wire) => q.DepolarizingChannel(0.02, wire))
///     .BeforeMeasurement((q, wire) => q.BitFlip(0.01, wire));
/// var result = new Device("default.mixed").Execute(noise.Apply(circuit));
/// </code>
/// </example>
public sealed class NoiseModel
{
    private readonly (Func<Operation, bool> When, Action<CircuitBuilder, Wire> Noise)[] _rules;
    private readonly Action<CircuitBuilder, Wire>? _atStart;
    private readonly Action<CircuitBuilder, Wire>? _atEnd;

    /// <summary>No noise.</summary>
    public NoiseModel()
        : this([], null, null)
    {
    }

    private NoiseModel((Func<Operation, bool>, Action<CircuitBuilder, Wire>)[] rules, Action<CircuitBuilder, Wire>? atStart, Action<CircuitBuilder, Wire>? atEnd)
    {
        _rules = rules;
        _atStart = atStart;
        _atEnd = atEnd;
    }

    /// <summary>Adds noise on every wire of the gates that fit. Rules add up.</summary>
    public NoiseModel After(Func<Operation, bool> when, Action<CircuitBuilder, Wire> noise)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(noise);
        return new([.. _rules, (when, noise)], _atStart, _atEnd);
    }

    /// <summary>Adds noise on every wire before the first gate: imperfect preparation.</summary>
    public NoiseModel AtStart(Action<CircuitBuilder, Wire> noise) => new(_rules, _atStart + noise, _atEnd);

    /// <summary>Adds noise on every wire after the last gate: imperfect read-out.</summary>
    public NoiseModel BeforeMeasurement(Action<CircuitBuilder, Wire> noise) => new(_rules, _atStart, _atEnd + noise);

    /// <summary>The circuit with its noise.</summary>
    public Circuit Apply(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var operations = new List<Operation>();
        operations.AddRange(circuit.Operations.TakeWhile(static operation => operation is StatePreparation));
        var prepared = operations.Count;
        operations.AddRange(Everywhere(_atStart, circuit.Wires));
        foreach (var operation in circuit.Operations.Skip(prepared))
        {
            operations.Add(operation);
            if (operation.IsUnitary)
            {
                operations.AddRange(_rules.Where(rule => rule.When(operation)).SelectMany(rule => Everywhere(rule.Noise, operation.Wires)));
            }
        }

        operations.AddRange(Everywhere(_atEnd, circuit.Wires));
        return new(operations, circuit.Measurements, circuit.Shots);
    }

    private static IEnumerable<Operation> Everywhere(Action<CircuitBuilder, Wire>? noise, Wires wires)
    {
        if (noise is null)
        {
            return [];
        }

        return Circuit.Build(builder =>
        {
            foreach (var wire in wires)
            {
                noise(builder, wire);
            }
        }).Operations;
    }
}
