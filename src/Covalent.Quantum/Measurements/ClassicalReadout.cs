using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>The values that mid-circuit outcomes take, with probabilities: bits of the branch, and bits read from the final state.</summary>
internal sealed class FinalBitReader
{
    private readonly (int Bit, int Position)[] final;

    public FinalBitReader(IEnumerable<int> neededBits, CircuitPlan plan)
    {
        var needed = neededBits.ToHashSet();
        final = [.. plan.FinalBits.Where(entry => needed.Contains(entry.Bit))];
        Positions = [.. final.Select(static entry => entry.Position).Where(static position => position >= 0).Distinct()];
    }

    /// <summary>The positions whose final probabilities are needed.</summary>
    public int[] Positions { get; }

    /// <summary>Calls back with the memory's content and probability for every outcome of the final state.</summary>
    public void ForEach(Branch branch, Action<bool[], double> visit)
    {
        var memory = (bool[])branch.Bits.Clone();
        var probabilities = branch.State.Probabilities(Positions);
        for (var outcome = 0; outcome < probabilities.Length; outcome++)
        {
            if (probabilities[outcome] > 0)
            {
                Write(memory, outcome);
                visit(memory, branch.Weight * probabilities[outcome]);
            }
        }
    }

    /// <summary>Overwrites the bits that the final state decides; idle wires read 0.</summary>
    public void Write(bool[] memory, int outcome)
    {
        foreach (var (bit, position) in final)
        {
            memory[bit] = position >= 0 && ((outcome >> (Positions.Length - 1 - Array.IndexOf(Positions, position))) & 1) == 1;
        }
    }
}

/// <summary>Mean, variance or joint probabilities of classical values.</summary>
internal sealed class ClassicalReadout : AnalyticReadout
{
    private readonly FinalBitReader bits;

    private readonly Measurement measurement;

    public ClassicalReadout(Measurement measurement, CircuitPlan plan, string device)
    {
        this.measurement = measurement;
        bits = new(measurement.ClassicalValues.SelectMany(static value => value.Bits), plan);
        MemoryRules.RequireArray(device, measurement, Math.Max(bits.Positions.Length, measurement.Kind == MeasurementKind.Probs ? Count : 0), sizeof(double));
    }

    private int Count => measurement.ClassicalValues.Count;

    private MeasurementKind Kind => measurement.Kind;

    public override Accumulator Start() => measurement.Kind == MeasurementKind.Probs ? new Joint(this) : new Moments(this);

    private double[] Values(bool[] memory) => [.. measurement.ClassicalValues.Select(value => value.Evaluate(memory))];

    private sealed class Joint(ClassicalReadout readout) : Accumulator
    {
        private readonly double[] sum = new double[1L << readout.Count];

        public override void Add(Branch branch) => readout.bits.ForEach(branch, (memory, weight) =>
            sum[readout.Values(memory).Aggregate(0, static (index, value) => (index << 1) | ClassicalBits.Of(value))] += weight);

        public override object Finish(double totalWeight) => Weighted.Divide(sum, totalWeight);
    }

    private sealed class Moments(ClassicalReadout readout) : Accumulator
    {
        private double first;

        private double second;

        public override void Add(Branch branch) => readout.bits.ForEach(branch, (memory, weight) =>
        {
            var value = readout.Values(memory)[0];
            first += weight * value;
            second += weight * value * value;
        });

        public override object Finish(double totalWeight)
        {
            var mean = first / totalWeight;
            return readout.Kind == MeasurementKind.Expval ? mean : (second / totalWeight) - (mean * mean);
        }
    }
}

/// <summary>Values that must be bits.</summary>
internal static class ClassicalBits
{
    public static int Of(double value) => value switch
    {
        0 => 0,
        1 => 1,
        _ => throw new InvalidOperationException($"A classical value is {value}; probabilities, samples and counts of classical values need bits. Measure each bit, or take Expval."),
    };
}
