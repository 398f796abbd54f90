namespace Covalent.Quantum;

/// <summary>
/// Records a circuit: one method per gate, template and measurement. Gate methods return the builder's new operation; measurement methods
/// return a handle by which the result is read.
/// </summary>
public sealed partial class CircuitBuilder
{
    private readonly List<Measurement> measurements = [];

    private readonly List<Operation> operations = [];

    private int bits;

    /// <summary>Adds any operation.</summary>
    public T Apply<T>(T operation)
        where T : Operation
    {
        ArgumentNullException.ThrowIfNull(operation);
        operations.Add(operation);
        return operation;
    }

    /// <summary>Adds any measurement.</summary>
    public Measurement<T> Measure<T>(Measurement<T> measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        measurements.Add(measurement);
        return measurement;
    }

    /// <summary>The circuit recorded so far.</summary>
    /// <param name="shots">How it is sampled; <see langword="null"/>: as the device says.</param>
    public Circuit ToCircuit(Shots? shots = null) => new(operations, measurements, shots);

    /// <summary>The operations recorded so far.</summary>
    internal IReadOnlyList<Operation> Recorded => operations;

    private Gate Add(GateKind kind, Wires wires, params ReadOnlySpan<Parameter> parameters) => Apply(new Gate(kind, wires, parameters));
}
