using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>The most likely contents of the classical memory, without ever listing all of them.</summary>
internal sealed class DistributionReadout : AnalyticReadout
{
    private const double Negligible = 1e-12;

    private readonly FinalBitReader bits;

    private readonly Measurement measurement;

    private readonly int[] memoryBits;

    public DistributionReadout(Measurement measurement, CircuitPlan plan, string device)
    {
        this.measurement = measurement;
        memoryBits = [.. measurement.ClassicalValues.SelectMany(static value => value.Bits)];
        bits = new(memoryBits, plan);
        MemoryRules.RequireArray(device, measurement, bits.Positions.Length, sizeof(double));
    }

    public override Accumulator Start() => new Contents(this);

    private string Text(bool[] memory) => string.Create(memoryBits.Length, (memory, memoryBits), static (text, state) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[text.Length - 1 - i] = state.memory[state.memoryBits[i]] ? '1' : '0';
        }
    });

    private sealed class Contents(DistributionReadout readout) : Accumulator
    {
        // Branches that measured the same bits share one array over the outcomes of the final state.
        private readonly Dictionary<string, (bool[] Bits, double[] Weights)> branches = new(StringComparer.Ordinal);

        public override void Add(Branch branch)
        {
            var memory = (bool[])branch.Bits.Clone();
            readout.bits.Write(memory, 0);
            var key = string.Concat(memory.Select(static bit => bit ? '1' : '0'));
            var known = branches.GetValueOrDefault(key);
            branches[key] = (memory, Weighted.Add(known.Weights, branch.State.Probabilities(readout.bits.Positions), branch.Weight));
        }

        public override object Finish(double totalWeight)
        {
            var likely = new PriorityQueue<(bool[] Bits, int Outcome, double Probability), double>();
            var (count, limit) = (0, Math.Max(readout.measurement.CompleteUpTo, readout.measurement.Limit));
            foreach (var (memory, weights) in branches.Values)
            {
                for (var outcome = 0; outcome < weights.Length; outcome++)
                {
                    var probability = weights[outcome] / totalWeight;
                    if (probability <= Negligible)
                    {
                        continue;
                    }

                    count++;
                    if (likely.Count < limit)
                    {
                        likely.Enqueue((memory, outcome, probability), probability);
                    }
                    else if (likely.TryPeek(out _, out var least) && probability > least)
                    {
                        _ = likely.EnqueueDequeue((memory, outcome, probability), probability);
                    }
                }
            }

            return Describe(likely, count);
        }

        private OutcomeDistribution Describe(PriorityQueue<(bool[] Bits, int Outcome, double Probability), double> likely, int count)
        {
            var kept = count <= readout.measurement.CompleteUpTo ? count : readout.measurement.Limit;
            var outcomes = likely.UnorderedItems.Select(item => KeyValuePair.Create(Text(item.Element.Bits, item.Element.Outcome), item.Element.Probability))
                .OrderByDescending(static outcome => outcome.Value).ThenBy(static outcome => outcome.Key, StringComparer.Ordinal);
            return new([.. outcomes.Take(kept)], count > kept);
        }

        private string Text(bool[] memory, int outcome)
        {
            memory = (bool[])memory.Clone();
            readout.bits.Write(memory, outcome);
            return readout.Text(memory);
        }
    }
}
