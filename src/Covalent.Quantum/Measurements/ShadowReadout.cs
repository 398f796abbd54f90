using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>Classical shadows: every shot measures each wire in a random Pauli basis.</summary>
internal sealed class ShadowReadout : SampledReadout
{
    private readonly WireReader reader;

    private readonly RegisterMap register;

    private readonly Wires wires;

    private readonly LoweredTerm[] terms;

    public ShadowReadout(Measurement measurement, RegisterMap register)
    {
        Measurement = measurement;
        this.register = register;
        wires = measurement.Observable?.Wires ?? register.OrAll(measurement.Wires);
        reader = new(wires, register);
        terms = measurement.Observable is { } observable ? LoweredTerm.Of(observable) : [];
        if (terms.Any(static term => !term.IsPauli))
        {
            throw new ArgumentException($"ShadowExpval was given {measurement.Observable}; classical shadows estimate sums of Pauli words.");
        }
    }

    public Measurement Measurement { get; }

    /// <summary>The random bases of one shot.</summary>
    public int[] Recipe(CounterRandom random, int shot)
    {
        var recipe = new int[wires.Count];
        for (var wire = 0; wire < recipe.Length; wire++)
        {
            recipe[wire] = (int)(random.NextDouble(((ulong)shot * (ulong)recipe.Length) + (ulong)wire) * 3);
        }

        return recipe;
    }

    public QubitProgram? Rotation(int[] recipe)
    {
        var basis = new MeasuringBasis();
        _ = basis.TryAdd([.. recipe.Select((letter, i) => new LoweredFactor("XYZ"[letter], wires[i]))]);
        return basis.Rotation(register);
    }

    public override object Read(SampleSet samples, Range range)
    {
        var shadow = samples.Shadows[Measurement];
        var (recipes, outcomes) = (shadow.Recipes[range], shadow.Outcomes[range]);
        return Measurement.Kind == MeasurementKind.ShadowExpval ? Estimate(recipes, outcomes) : Snapshots(recipes, outcomes);
    }

    private ClassicalShadow Snapshots(int[][] recipes, ulong[] outcomes)
    {
        var (bits, letters) = (new int[recipes.Length, wires.Count], new int[recipes.Length, wires.Count]);
        for (var shot = 0; shot < recipes.Length; shot++)
        {
            for (var wire = 0; wire < wires.Count; wire++)
            {
                bits[shot, wire] = reader.Bit(outcomes[shot], wire);
                letters[shot, wire] = recipes[shot][wire];
            }
        }

        return new(bits, letters);
    }

    private double Estimate(int[][] recipes, ulong[] outcomes) => terms.Sum(term => term.Coefficient * MedianOfMeans(term, recipes, outcomes));

    private double MedianOfMeans(LoweredTerm term, int[][] recipes, ulong[] outcomes)
    {
        var groups = Math.Min(Measurement.Groups, Math.Max(outcomes.Length, 1));
        var means = new double[groups];
        for (var group = 0; group < groups; group++)
        {
            var (start, end) = ((int)((long)outcomes.Length * group / groups), (int)((long)outcomes.Length * (group + 1) / groups));
            var sum = 0.0;
            for (var shot = start; shot < end; shot++)
            {
                sum += Snapshot(term, recipes[shot], outcomes[shot]);
            }

            means[group] = sum / (end - start);
        }

        Array.Sort(means);
        return groups % 2 == 1 ? means[groups / 2] : (means[(groups / 2) - 1] + means[groups / 2]) / 2;
    }

    /// <summary>3^weight times the sign where every letter was measured in its own basis, else 0.</summary>
    private double Snapshot(LoweredTerm term, int[] recipe, ulong outcome)
    {
        var value = 1.0;
        foreach (var factor in term.Factors)
        {
            var wire = wires.IndexOf(factor.Wires[0]);
            if ("XYZ"[recipe[wire]] != factor.Letter)
            {
                return 0;
            }

            value *= reader.Bit(outcome, wire) == 0 ? 3 : -3;
        }

        return value;
    }
}
