using Covalent.Quantum.Mitigation;

namespace Covalent.Quantum;

/// <summary>
/// Dynamical decoupling: while a wire waits for the others, pulses that together do nothing turn slow errors around so that they cancel.
/// Time is counted in layers: every operation takes one.
/// </summary>
public static class DynamicalDecoupling
{
    /// <summary>The circuit with pulses on waiting wires. What it does is the same up to a global phase; its operations come out layer by layer.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="sequence">The pulses: letters X and Y whose product is the identity up to a phase, such as <c>XX</c> (default) or <c>XYXY</c>.</param>
    /// <remarks>A wire that waits for fewer layers than there are pulses gets none, and neither does one before its first or after its last operation.</remarks>
    /// <exception cref="ArgumentException">The sequence has other letters, or its product is not the identity.</exception>
    public static Circuit Insert(Circuit circuit, string sequence = "XX")
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentException.ThrowIfNullOrEmpty(sequence);
        if (sequence.AsSpan().IndexOfAnyExcept('X', 'Y') >= 0 || sequence.Count(static letter => letter == 'X') % 2 != 0 || sequence.Length % 2 != 0)
        {
            throw new ArgumentException($"\"{sequence}\" is no decoupling sequence; write X and Y, each an even number of times, such as XX or XYXY.", nameof(sequence));
        }

        var layers = CircuitLayers.Of(circuit);
        foreach (var (wire, from, to) in layers.Waits)
        {
            var length = to - from;
            for (var pulse = 0; pulse < sequence.Length && length >= sequence.Length; pulse++)
            {
                // In the middle of equal pieces of the wait.
                var layer = from + ((((2 * pulse) + 1) * length) / (2 * sequence.Length));
                layers.Put(layer, new Gate(sequence[pulse] == 'X' ? GateKind.PauliX : GateKind.PauliY, wire));
            }
        }

        return new(layers.Operations, circuit.Measurements, circuit.Shots);
    }
}
