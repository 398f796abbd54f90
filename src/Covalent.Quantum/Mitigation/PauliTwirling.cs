using System.Numerics;
using Covalent.Quantum.Measurements;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>
/// Pauli twirling: random Pauli gates before and after every two-wire Clifford gate, chosen so that together they change nothing. Averaged over
/// such circuits a coherent error of the gate becomes random Pauli errors, which add up more slowly and can be extrapolated.
/// </summary>
public static class PauliTwirling
{
    private static readonly string[] Words = [.. from a in "IXYZ" from b in "IXYZ" select $"{a}{b}"];

    /// <summary>The circuit with one random choice of Pauli gates. What it does is the same up to a global phase.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="seed">Seed of the choice; the same seed gives the same circuit.</param>
    /// <param name="when">Which gates are twirled; <see langword="null"/>: all two-wire Clifford gates without parameters.</param>
    public static Circuit Twirl(Circuit circuit, long seed, Func<Operation, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var random = new CounterRandom((ulong)seed, 0);
        var operations = new List<Operation>();
        var drawn = 0UL;
        foreach (var operation in circuit.Operations)
        {
            operations.AddRange(CanBe(operation) && (when?.Invoke(operation) ?? true) ? Dress(operation, Words[random.Bits(drawn++) & 15]) : [operation]);
        }

        return new(operations, circuit.Measurements, circuit.Shots);
    }

    /// <summary>Several random choices; the mean over their results is the twirled result.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="count">How many circuits.</param>
    /// <param name="seed">Seed of the choices. Default: 0.</param>
    /// <param name="when">Which gates are twirled; <see langword="null"/>: all two-wire Clifford gates without parameters.</param>
    public static IReadOnlyList<Circuit> Ensemble(Circuit circuit, int count, long seed = 0, Func<Operation, bool>? when = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var random = new CounterRandom((ulong)seed, 1);
        return [.. Enumerable.Range(0, count).Select(index => Twirl(circuit, (long)random.Bits((ulong)index), when))];
    }

    /// <summary>The gate between a Pauli word and the word that undoes it behind the gate; the gate alone when that is no word.</summary>
    internal static IEnumerable<Operation> Dress(Operation gate, string before) =>
        Behind(gate, before) is { } after ? [.. Letters(before, gate.Wires), gate, .. Letters(after, gate.Wires)] : [gate];

    private static bool CanBe(Operation operation) => operation.IsUnitary && operation.Wires.Count == 2 && operation.Parameters.Count == 0;

    /// <summary>The word W with G·P = ±W·G.</summary>
    private static string? Behind(Operation gate, string before)
    {
        var matrix = gate.UnitaryMatrix();
        var moved = matrix.Multiply(PauliMatrices.Word(before)).Multiply(matrix.Adjoint());
        return Words.FirstOrDefault(word => Math.Abs(Complex.Abs(PauliMatrices.Word(word).Multiply(moved).Trace()) - 4) < 1e-9);
    }

    private static IEnumerable<Operation> Letters(string word, Wires wires)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] != 'I')
            {
                yield return new Gate(word[i] == 'X' ? GateKind.PauliX : word[i] == 'Y' ? GateKind.PauliY : GateKind.PauliZ, wires[i]);
            }
        }
    }
}
