using System.Collections.Concurrent;

namespace Covalent.Quantum.Circuits;

/// <summary>
/// What re-binding a circuit leaves alone: operations, where their parameters sit in the flat list, how parameters follow from inputs,
/// and measurements. Shared by all bindings, so plans computed from it are attached to it.
/// </summary>
internal sealed class CircuitStructure
{
    private readonly ConcurrentDictionary<object, object> attachments = new();

    // What was asked for last: a loop over one circuit asks for the same thing every time, and hashing wires is not free.
    private volatile Attachment? latest;

    public CircuitStructure(Operation[] operations, Measurement[] measurements)
    {
        Operations = operations;
        Measurements = measurements;
        Offsets = new int[operations.Length + 1];
        for (var i = 0; i < operations.Length; i++)
        {
            Offsets[i + 1] = Offsets[i] + operations[i].Parameters.Count;
        }

        Slots = new Parameter[Offsets[^1]];
        for (var i = 0; i < operations.Length; i++)
        {
            var parameters = operations[i].Parameters;
            for (var k = 0; k < parameters.Count; k++)
            {
                Slots[Offsets[i] + k] = parameters[k];
                InputCount = Math.Max(InputCount, parameters[k].Expression?.InputCount ?? 0);
            }
        }

        Wires = WireOrder.Of(operations, measurements);
        Binding = new(Slots);
    }

    public Operation[] Operations { get; }

    public Measurement[] Measurements { get; }

    /// <summary>First parameter of each operation in the flat list; the last entry is the number of parameters.</summary>
    public int[] Offsets { get; }

    /// <summary>The parameters with which the circuit was built.</summary>
    public Parameter[] Slots { get; }

    public int InputCount { get; }

    /// <summary>How the parameters follow from the inputs, laid out for speed.</summary>
    public ParameterBinding Binding { get; }

    public Wires Wires { get; }

    /// <summary>
    /// Whether another structure differs at most in the numbers of its parameters, so that plans made for this one serve it too.
    /// </summary>
    public bool HasShapeOf(CircuitStructure other)
    {
        if (Operations.Length != other.Operations.Length || Slots.Length != other.Slots.Length || InputCount > 0 || other.InputCount > 0
            || !Measurements.AsSpan().SequenceEqual(other.Measurements))
        {
            return false;
        }

        for (var i = 0; i < Operations.Length; i++)
        {
            if (!Operations[i].HasShapeOf(other.Operations[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Something computed from this structure once, such as a simulator's plan for one wire order.</summary>
    public T Attach<T>(object key, Func<CircuitStructure, T> create)
        where T : class
    {
        if (latest is { } known && known.Value is T ready && known.Key.Equals(key))
        {
            return ready;
        }

        var value = (T)attachments.GetOrAdd(key, static (_, state) => state.create(state.structure), (structure: this, create));
        latest = new(key, value);
        return value;
    }

    private sealed record Attachment(object Key, object Value);
}
