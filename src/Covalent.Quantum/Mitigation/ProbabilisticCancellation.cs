using Covalent.Quantum.Measurements;

namespace Covalent.Quantum;

/// <summary>
/// Probabilistic error cancellation of known depolarizing noise: the inverse of the noise is no physical process, but a difference of Pauli gates.
/// Circuits with random Pauli gates, weighted with signs, have the noiseless mean on noisy hardware; the price is a larger spread.
/// </summary>
public static class ProbabilisticCancellation
{
    /// <summary>Circuits and their weights; the mean over weight × result is the mean without noise.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="depolarizing">For every gate the probability p of the depolarizing channel (p/3 for each Pauli gate) that hits each of its wires behind it; 0: none.</param>
    /// <param name="count">How many circuits. The error falls with its square root.</param>
    /// <param name="seed">Seed of the choices. Default: 0.</param>
    /// <exception cref="ArgumentException">A probability is outside 0 … 0.75.</exception>
    public static IReadOnlyList<(Circuit Circuit, double Weight)> Ensemble(Circuit circuit, Func<Operation, double> depolarizing, int count, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(depolarizing);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var strengths = circuit.Operations.Select(operation => operation.IsUnitary ? Checked(operation, depolarizing(operation)) : 0).ToArray();
        var random = new CounterRandom((ulong)seed, 0);
        return [.. Enumerable.Range(0, count).Select(index => Draw(circuit, strengths, random.Split((ulong)index)))];
    }

    /// <summary>The mean without noise, estimated.</summary>
    /// <param name="measure">Runs a circuit on noisy hardware, or on a simulator after <see cref="NoiseModel.Apply"/>.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="depolarizing">The noise; see <see cref="Ensemble"/>.</param>
    /// <param name="count">How many circuits are run.</param>
    /// <param name="seed">Seed of the choices. Default: 0.</param>
    public static double Mitigate(Func<Circuit, double> measure, Circuit circuit, Func<Operation, double> depolarizing, int count, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Ensemble(circuit, depolarizing, count, seed).Average(sample => sample.Weight * measure(sample.Circuit));
    }

    /// <summary>By how much the spread of the result grows: the product of the absolute weights of all places with noise, at least 1.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="depolarizing">The noise; see <see cref="Ensemble"/>.</param>
    public static double Cost(Circuit circuit, Func<Operation, double> depolarizing)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(depolarizing);
        return circuit.Operations.Where(static operation => operation.IsUnitary)
            .Aggregate(1.0, (cost, operation) => cost * Math.Pow(Total(Inverse(Checked(operation, depolarizing(operation)))), operation.Wires.Count));
    }

    /// <summary>The inverse of the channel as weights of "nothing" and of each of the three Pauli gates; they add up to 1.</summary>
    internal static (double Nothing, double Pauli) Inverse(double strength)
    {
        // Every Pauli word shrinks by 1 - 4p/3; the inverse stretches it: nothing - pauli = 1/(1 - 4p/3), nothing + 3·pauli = 1.
        var pauli = (1 - (1 / (1 - (4 * strength / 3)))) / 4;
        return (1 - (3 * pauli), pauli);
    }

    private static double Total((double Nothing, double Pauli) weights) => weights.Nothing + (3 * Math.Abs(weights.Pauli));

    private static double Checked(Operation operation, double strength) => strength is >= 0 and < 0.75
        ? strength
        : throw new ArgumentException($"The depolarizing probability of {operation} is {strength}; it must be at least 0 and below 0.75, where nothing would be left to restore.", nameof(strength));

    private static (Circuit Circuit, double Weight) Draw(Circuit circuit, double[] strengths, CounterRandom random)
    {
        var operations = new List<Operation>();
        var weight = 1.0;
        var drawn = 0UL;
        for (var i = 0; i < strengths.Length; i++)
        {
            operations.Add(circuit.Operations[i]);
            if (strengths[i] == 0)
            {
                continue;
            }

            var inverse = Inverse(strengths[i]);
            foreach (var wire in circuit.Operations[i].Wires)
            {
                var place = random.NextDouble(drawn++) * Total(inverse);
                weight *= Total(inverse);
                if (place >= inverse.Nothing)
                {
                    var letter = Math.Min(2, (int)((place - inverse.Nothing) / Math.Abs(inverse.Pauli)));
                    operations.Add(new Gate(letter switch { 0 => GateKind.PauliX, 1 => GateKind.PauliY, _ => GateKind.PauliZ }, wire));
                    weight = -weight;
                }
            }
        }

        return (new Circuit(operations, circuit.Measurements, circuit.Shots), weight);
    }
}
