using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>How the measurements of a plan are read from samples: groups of bases, and a reader per measurement.</summary>
internal sealed class SamplingPlan
{
    private readonly List<MeasuringBasis> bases = [];

    private readonly CircuitPlan plan;

    private readonly string device;

    private readonly CommutingGroups grouping;

    private readonly List<SampledReadout> readouts = [];

    private SamplingPlan(CircuitPlan plan, CommutingGroups grouping, string device)
    {
        (this.plan, this.grouping, this.device) = (plan, grouping, device);
        foreach (var measurement in plan.Measurements)
        {
            readouts.Add(Readout(measurement));
        }

        Rotations = [.. bases.Select(basis => basis.Rotation(plan.Register))];
    }

    /// <summary>Per group the rotation into its basis; null where none is needed.</summary>
    public QubitProgram?[] Rotations { get; }

    public IReadOnlyList<SampledReadout> Readouts => readouts;

    public static SamplingPlan Of(CircuitPlan plan, CommutingGroups grouping, string device) => new(plan, grouping, device);

    private SampledReadout Readout(Measurement measurement)
    {
        if (measurement.NeedsAnalytic)
        {
            throw new DeviceException(device, $"{measurement.Kind} is exact and cannot be computed from shots; run the circuit with Shots.Analytic.");
        }

        if (measurement.Kind is MeasurementKind.ClassicalShadow or MeasurementKind.ShadowExpval)
        {
            return new ShadowReadout(measurement, plan.Register);
        }

        if (measurement.ClassicalValues.Count > 0)
        {
            return ReadClassical(measurement);
        }

        return measurement.Observable is { } observable ? ReadObservable(measurement, observable) : ReadWires(measurement);
    }

    private ClassicalSamples ReadClassical(Measurement measurement)
    {
        if (measurement.Kind == MeasurementKind.Probs || (measurement.Kind == MeasurementKind.Counts && measurement.AllOutcomes))
        {
            MemoryRules.RequireArray(device, measurement, measurement.ClassicalValues.Count, sizeof(double));
        }

        var reader = new FinalBitReader(measurement.ClassicalValues.SelectMany(static value => value.Bits), plan);
        var group = GroupOf(Basis(reader.Positions.Select(position => plan.Register.Active[position])));
        return new(measurement, reader, group, plan.Qubits);
    }

    private WireSamples ReadWires(Measurement measurement)
    {
        var wires = plan.Register.OrAll(measurement.Wires);
        if (measurement.Kind == MeasurementKind.Probs || (measurement.Kind == MeasurementKind.Counts && measurement.AllOutcomes))
        {
            MemoryRules.RequireArray(device, measurement, wires.Count, sizeof(double));
        }

        return new(measurement, new(wires, plan.Register), GroupOf(Basis(wires.Where(wire => plan.Register.PositionOf(wire) >= 0))));
    }

    private SampledReadout ReadObservable(Measurement measurement, Observable observable)
    {
        if (observable is SparseHamiltonian)
        {
            throw new DeviceException(device, "the mean of a sparse Hamiltonian is computed exactly only; run with Shots.Analytic, or write it as a sum of Pauli words.");
        }

        var terms = LoweredTerm.Of(observable);
        if (measurement.Kind == MeasurementKind.Probs)
        {
            return new WireSamples(measurement, new(observable.Wires, plan.Register), GroupOf(terms[0].Factors));
        }

        if (measurement.Kind == MeasurementKind.Expval)
        {
            return new MeanSamples([.. terms.Select(term => (Group: term.Factors.Length == 0 ? -1 : GroupOf(term.Factors), new TermReader(term, plan.Register)))]);
        }

        var joint = new MeasuringBasis();
        if (!terms.All(term => joint.TryAdd(term.Factors)))
        {
            throw new DeviceException(device, $"the terms of {observable} cannot be measured together, so {measurement.Kind} has no samples to work on; measure the terms one by one, or run with Shots.Analytic.");
        }

        var group = GroupOf([.. terms.SelectMany(static term => term.Factors)]);
        return new EigenvalueSamples(measurement, group, [.. terms.Select(term => new TermReader(term, plan.Register))], PossibleValues(measurement, observable));
    }

    private static double[] PossibleValues(Measurement measurement, Observable observable) =>
        measurement.AllOutcomes ? [.. observable.Eigenvalues().Select(EigenvalueSamples.Rounded).Distinct()] : [];

    private static LoweredFactor[] Basis(IEnumerable<Wire> wires) => [.. wires.Select(static wire => new LoweredFactor('Z', wire))];

    private int GroupOf(IReadOnlyList<LoweredFactor> factors)
    {
        for (var group = 0; group < bases.Count; group++)
        {
            if (bases[group].TryAdd(factors))
            {
                return group;
            }
        }

        bases.Add(new(grouping));
        _ = bases[^1].TryAdd(factors);
        return bases.Count - 1;
    }
}
