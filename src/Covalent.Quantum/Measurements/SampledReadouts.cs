using System.Runtime.InteropServices;
using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>Computes one measurement from samples.</summary>
internal abstract class SampledReadout
{
    /// <param name="samples">All samples of the run.</param>
    /// <param name="range">Which of them belong to this entry of the shot vector.</param>
    public abstract object Read(SampleSet samples, Range range);
}

/// <summary>Mean of a sum: each term is averaged over its own group.</summary>
internal sealed class MeanSamples((int Group, TermReader Reader)[] terms) : SampledReadout
{
    public override object Read(SampleSet samples, Range range)
    {
        var mean = 0.0;
        foreach (var (group, reader) in terms)
        {
            mean += group < 0 ? reader.Read(0) : Average(samples.Outcomes[group].AsSpan(range), reader);
        }

        return mean;
    }

    private static double Average(ReadOnlySpan<ulong> outcomes, TermReader reader)
    {
        var sum = 0.0;
        foreach (var outcome in outcomes)
        {
            sum += reader.Read(outcome);
        }

        return sum / outcomes.Length;
    }
}

/// <summary>Eigenvalues of an observable shot by shot: variance, samples, counts.</summary>
internal sealed class EigenvalueSamples(Measurement measurement, int group, TermReader[] terms, double[] possible) : SampledReadout
{
    public override object Read(SampleSet samples, Range range)
    {
        var outcomes = samples.Outcomes[group].AsSpan(range);
        return measurement.Kind switch
        {
            MeasurementKind.Var => Statistics.Variance(Values(outcomes)),
            MeasurementKind.Sample => Values(outcomes),
            _ => Count(outcomes),
        };
    }

    /// <summary>Eigenvalues computed in different ways must meet in one dictionary key.</summary>
    public static double Rounded(double value) => Math.Round(value, 10) + 0.0;

    private double[] Values(ReadOnlySpan<ulong> outcomes)
    {
        var values = new double[outcomes.Length];
        for (var shot = 0; shot < values.Length; shot++)
        {
            values[shot] = Value(outcomes[shot]);
        }

        return values;
    }

    private double Value(ulong outcome)
    {
        var value = 0.0;
        foreach (var term in terms)
        {
            value += term.Read(outcome);
        }

        return value;
    }

    private Dictionary<double, int> Count(ReadOnlySpan<ulong> outcomes)
    {
        var counts = possible.ToDictionary(static value => value, static _ => 0);
        foreach (var (outcome, count) in Statistics.Tally(outcomes))
        {
            var value = Rounded(Value(outcome));
            counts[value] = counts.GetValueOrDefault(value) + count;
        }

        return counts;
    }
}

/// <summary>Bits of wires shot by shot: probabilities, samples, counts.</summary>
internal sealed class WireSamples(Measurement measurement, WireReader reader, int group) : SampledReadout
{
    public override object Read(SampleSet samples, Range range)
    {
        var outcomes = samples.Outcomes[group].AsSpan(range);
        return measurement.Kind switch
        {
            MeasurementKind.Probs => Frequencies(outcomes),
            MeasurementKind.Sample => Bits(outcomes),
            _ => Count(outcomes),
        };
    }

    private double[] Frequencies(ReadOnlySpan<ulong> outcomes)
    {
        var counts = new double[1L << reader.Count];
        foreach (var (outcome, count) in Statistics.Tally(outcomes))
        {
            counts[reader.Index(outcome)] += count;
        }

        return Weighted.Divide(counts, outcomes.Length);
    }

    private int[,] Bits(ReadOnlySpan<ulong> outcomes)
    {
        var bits = new int[outcomes.Length, reader.Count];
        for (var shot = 0; shot < outcomes.Length; shot++)
        {
            for (var wire = 0; wire < reader.Count; wire++)
            {
                bits[shot, wire] = reader.Bit(outcomes[shot], wire);
            }
        }

        return bits;
    }

    private Dictionary<string, int> Count(ReadOnlySpan<ulong> outcomes)
    {
        var texts = Statistics.Tally(outcomes).Select(entry => KeyValuePair.Create(reader.Text(entry.Key), entry.Value));
        return Statistics.Count(texts, reader.Count, measurement.AllOutcomes);
    }
}

/// <summary>Values of mid-circuit outcomes; shots with the same outcome in the same branch share one evaluation.</summary>
internal sealed class ClassicalSamples(Measurement measurement, FinalBitReader reader, int group, int qubits) : SampledReadout
{
    private readonly BitLayout layout = new(qubits, reader.Positions, []);

    public override object Read(SampleSet samples, Range range)
    {
        var outcomes = samples.Outcomes[group].AsSpan(range);
        var bits = samples.Bits.AsSpan(range);
        var order = new int[outcomes.Length];
        var rows = new List<(double[] Values, int Count)>();
        var known = new Dictionary<(ulong Outcome, bool[] Bits), int>();
        for (var shot = 0; shot < order.Length; shot++)
        {
            var key = (outcomes[shot], bits[shot]);
            if (!known.TryGetValue(key, out var row))
            {
                known[key] = row = rows.Count;
                rows.Add((Values(key.Item1, key.Item2), 0));
            }

            rows[row] = (rows[row].Values, rows[row].Count + 1);
            order[shot] = row;
        }

        return measurement.Kind switch
        {
            MeasurementKind.Expval => Mean(rows, order.Length, static value => value),
            MeasurementKind.Var => Variance(rows, order.Length),
            MeasurementKind.Probs => Frequencies(rows, order.Length),
            MeasurementKind.Sample => Bits(rows, order),
            _ => Statistics.Count(rows.Select(static row => KeyValuePair.Create(Text(row.Values), row.Count)), measurement.ClassicalValues.Count, measurement.AllOutcomes),
        };
    }

    private static string Text(double[] row) => string.Concat(row.Select(static value => ClassicalBits.Of(value) == 1 ? '1' : '0'));

    private static double Mean(List<(double[] Values, int Count)> rows, int shots, Func<double, double> of) => rows.Sum(row => row.Count * of(row.Values[0])) / shots;

    private static double Variance(List<(double[] Values, int Count)> rows, int shots)
    {
        var mean = Mean(rows, shots, static value => value);
        return Mean(rows, shots, value => (value - mean) * (value - mean));
    }

    private double[] Values(ulong outcome, bool[] bits)
    {
        var memory = (bool[])bits.Clone();
        reader.Write(memory, layout.Gather((long)outcome));
        return [.. measurement.ClassicalValues.Select(value => value.Evaluate(memory))];
    }

    private double[] Frequencies(List<(double[] Values, int Count)> rows, int shots)
    {
        var counts = new double[1L << measurement.ClassicalValues.Count];
        foreach (var (values, count) in rows)
        {
            counts[values.Aggregate(0, static (index, value) => (index << 1) | ClassicalBits.Of(value))] += count;
        }

        return Weighted.Divide(counts, shots);
    }

    private int[,] Bits(List<(double[] Values, int Count)> rows, int[] order)
    {
        var bits = new int[order.Length, measurement.ClassicalValues.Count];
        for (var shot = 0; shot < order.Length; shot++)
        {
            var values = rows[order[shot]].Values;
            for (var i = 0; i < values.Length; i++)
            {
                bits[shot, i] = ClassicalBits.Of(values[i]);
            }
        }

        return bits;
    }
}

/// <summary>Small statistics of samples; of no samples they are not a number.</summary>
internal static class Statistics
{
    /// <summary>How often each basis state was found, in the order of first appearance.</summary>
    public static Dictionary<ulong, int> Tally(ReadOnlySpan<ulong> outcomes)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var outcome in outcomes)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, outcome, out _)++;
        }

        return counts;
    }

    /// <summary>The population variance: divided by the number of samples.</summary>
    public static double Variance(double[] values)
    {
        var mean = values.Sum() / values.Length;
        return values.Sum(value => (value - mean) * (value - mean)) / values.Length;
    }

    public static Dictionary<string, int> Count(IEnumerable<KeyValuePair<string, int>> texts, int bits, bool allOutcomes)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0L; allOutcomes && index < 1L << bits; index++)
        {
            counts[Numerics.BitText.Of((ulong)index, bits)] = 0;
        }

        foreach (var (text, count) in texts.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            counts[text] = counts.GetValueOrDefault(text) + count;
        }

        return counts;
    }
}
