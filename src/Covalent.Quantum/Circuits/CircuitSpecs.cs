namespace Covalent.Quantum;

/// <summary>What a circuit costs: numbers that can be read off it without running it.</summary>
/// <param name="Wires">Number of wires.</param>
/// <param name="Gates">Number of operations that do something: gates, preparations, channels, measurements inside, resets.</param>
/// <param name="GateTypes">How many of each name.</param>
/// <param name="GateSizes">How many on 1, 2, … wires.</param>
/// <param name="Depth">Length of the longest chain of operations that follow one another on shared wires or bits.</param>
/// <param name="TCount">Number of T and T† gates.</param>
/// <param name="TrainableParameters">Number of gate parameters that gradients are taken by.</param>
/// <param name="MidCircuitMeasurements">Number of measurements inside the circuit.</param>
/// <param name="Measurements">Number of measurements at its end.</param>
/// <param name="Observables">Number of terms of the measured observables.</param>
/// <param name="Shots">Number of shots; <see langword="null"/>: analytic or left to the device.</param>
/// <param name="BatchSize">Number of circuits that broadcasting stands for; <see langword="null"/>: no broadcasting.</param>
public sealed record CircuitSpecs(
    int Wires,
    int Gates,
    IReadOnlyDictionary<string, int> GateTypes,
    IReadOnlyDictionary<int, int> GateSizes,
    int Depth,
    int TCount,
    int TrainableParameters,
    int MidCircuitMeasurements,
    int Measurements,
    int Observables,
    int? Shots,
    int? BatchSize)
{
    internal static CircuitSpecs Of(Circuit circuit)
    {
        Operation[] operations = [.. circuit.Operations.Where(static operation => operation is not Marker)];
        return new(
            circuit.Wires.Count,
            operations.Length,
            Count(operations, static operation => operation.Name, StringComparer.Ordinal),
            Count(operations, static operation => operation.Wires.Count, Comparer<int>.Default),
            DepthOf(operations),
            operations.Count(static operation => operation is Gate { Kind: GateKind.T } or AdjointOperation { Inner: Gate { Kind: GateKind.T } }),
            circuit.TrainableParameters.Count,
            operations.Count(static operation => operation is MidCircuitMeasurement),
            circuit.Measurements.Count,
            circuit.Measurements.Sum(static measurement => measurement.Observable?.Terms.Count ?? 0),
            circuit.Shots?.Total,
            circuit.BatchSize);
    }

    private static SortedDictionary<TKey, int> Count<TKey>(IEnumerable<Operation> operations, Func<Operation, TKey> key, IComparer<TKey> order)
        where TKey : notnull =>
        new(operations.GroupBy(key).ToDictionary(static group => group.Key, static group => group.Count()), order);

    private static int DepthOf(IEnumerable<Operation> operations)
    {
        var (wires, bits) = (new Dictionary<Wire, int>(), new Dictionary<int, int>());
        var depth = 0;
        foreach (var operation in operations)
        {
            int[] used = operation switch
            {
                ConditionalOperation conditional => [.. conditional.Condition.Bits],
                MidCircuitMeasurement measurement => [measurement.Bit],
                _ => [],
            };
            var level = 1 + Math.Max(
                operation.Wires.Select(wire => wires.GetValueOrDefault(wire)).DefaultIfEmpty().Max(),
                used.Select(bit => bits.GetValueOrDefault(bit)).DefaultIfEmpty().Max());
            foreach (var wire in operation.Wires)
            {
                wires[wire] = level;
            }

            foreach (var bit in used)
            {
                bits[bit] = level;
            }

            depth = Math.Max(depth, level);
        }

        return depth;
    }
}
