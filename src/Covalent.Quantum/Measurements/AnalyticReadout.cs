using System.Numerics;
using Covalent.Quantum.Devices;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Measurements;

/// <summary>
/// Computes one measurement exactly. Everything but a state vector is linear in the density matrix, so branches of a circuit with
/// mid-circuit measurements are added up with their weights before <see cref="Accumulator.Finish"/>.
/// </summary>
internal abstract class AnalyticReadout
{
    /// <summary>Starts a sum over branches.</summary>
    public abstract Accumulator Start();

    public static AnalyticReadout Of(Measurement measurement, CircuitPlan plan, string device) => measurement.Kind switch
    {
        MeasurementKind.Expval or MeasurementKind.Var or MeasurementKind.Probs when measurement.ClassicalValues.Count > 0 => new ClassicalReadout(measurement, plan, device),
        MeasurementKind.Expval => new MeanReadout(measurement.Observable!, plan.Register),
        MeasurementKind.Var => new VarianceReadout(measurement.Observable!, plan.Register),
        MeasurementKind.Probs => new ProbabilityReadout(measurement, plan.Register, device),
        MeasurementKind.State => new StateReadout(plan.Register, device),
        MeasurementKind.Distribution => new DistributionReadout(measurement, plan, device),
        MeasurementKind.DensityMatrix or MeasurementKind.VnEntropy or MeasurementKind.Purity or MeasurementKind.MutualInfo => new DensityReadout(measurement, plan.Register, device),
        _ => throw new DeviceException(device, $"{measurement} needs shots; give the circuit or the device a number of shots."),
    };

    /// <summary>A sum over branches of one run.</summary>
    internal abstract class Accumulator
    {
        public abstract void Add(Branch branch);

        /// <summary>The result when the weights of all branches added up to <paramref name="totalWeight"/>.</summary>
        public abstract object Finish(double totalWeight);
    }
}

/// <summary>Mean of an observable.</summary>
internal sealed class MeanReadout(Observable observable, RegisterMap register) : AnalyticReadout
{
    private readonly ObservableMean mean = ObservableMean.Of(observable, register);

    public override Accumulator Start() => new Sum(mean);

    private sealed class Sum(ObservableMean mean) : Accumulator
    {
        private double sum;

        public override void Add(Branch branch) => sum += branch.Weight * mean.Of(branch.State);

        public override object Finish(double totalWeight) => sum / totalWeight;
    }
}

/// <summary>⟨O²⟩ − ⟨O⟩².</summary>
internal sealed class VarianceReadout(Observable observable, RegisterMap register) : AnalyticReadout
{
    private readonly ObservableMean mean = ObservableMean.Of(observable, register);

    private readonly ObservableMean square = ObservableMean.OfSquare(observable, register);

    public override Accumulator Start() => new Sums(mean, square);

    private sealed class Sums(ObservableMean mean, ObservableMean square) : Accumulator
    {
        private double first;

        private double second;

        public override void Add(Branch branch)
        {
            first += branch.Weight * mean.Of(branch.State);
            second += branch.Weight * square.Of(branch.State);
        }

        public override object Finish(double totalWeight) => (second / totalWeight) - (first / totalWeight * (first / totalWeight));
    }
}

/// <summary>Probabilities of wires, or of an observable's eigenvalues.</summary>
internal sealed class ProbabilityReadout : AnalyticReadout
{
    private readonly QubitProgram? rotation;

    private readonly IdleExpansion expansion;

    public ProbabilityReadout(Measurement measurement, RegisterMap register, string device)
    {
        var wires = measurement.Observable?.Wires ?? register.OrAll(measurement.Wires);
        MemoryRules.RequireArray(device, measurement, wires.Count, sizeof(double));
        expansion = new(wires, register);
        if (measurement.Observable is { } observable)
        {
            var basis = new MeasuringBasis();
            _ = basis.TryAdd(LoweredTerm.Of(observable)[0].Factors);
            rotation = basis.Rotation(register);
        }
    }

    public override Accumulator Start() => new Sum(this);

    private double[] Read(IQuantumState state)
    {
        if (rotation is null)
        {
            return expansion.Expand(state.Probabilities(expansion.ActivePositions));
        }

        using var rotated = state.Clone();
        rotated.Run(rotation, []);
        return expansion.Expand(rotated.Probabilities(expansion.ActivePositions));
    }

    private sealed class Sum(ProbabilityReadout readout) : Accumulator
    {
        private double[]? sum;

        public override void Add(Branch branch) => sum = Weighted.Add(sum, readout.Read(branch.State), branch.Weight);

        public override object Finish(double totalWeight) => Weighted.Divide(sum!, totalWeight);
    }
}

/// <summary>Sums of arrays with weights; a single branch of weight 1 costs nothing.</summary>
internal static class Weighted
{
    public static double[] Add(double[]? sum, double[] values, double weight)
    {
        if (sum is null && weight == 1)
        {
            return values;
        }

        sum ??= new double[values.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += weight * values[i];
        }

        return sum;
    }

    public static double[] Divide(double[] sum, double total)
    {
        if (total != 1)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] /= total;
            }
        }

        return sum;
    }
}

/// <summary>The state vector over all wires of the register.</summary>
internal sealed class StateReadout : AnalyticReadout
{
    private readonly string device;

    private readonly IdleExpansion expansion;

    public StateReadout(RegisterMap register, string device)
    {
        this.device = device;
        MemoryRules.RequireArray(device, Measurement.State(), register.Wires.Count, 16);
        expansion = new(register.Wires, register);
    }

    public override Accumulator Start() => new Single(this);

    private sealed class Single(StateReadout readout) : Accumulator
    {
        private Complex[]? state;

        public override void Add(Branch branch)
        {
            if (state is not null)
            {
                throw new DeviceException(readout.device, "the circuit's mid-circuit measurements leave a mixture, which has no state vector; ask for DensityMatrix.");
            }

            state = readout.expansion.Expand(branch.State.Amplitudes());
        }

        public override object Finish(double totalWeight) => state!;
    }
}

/// <summary>Density matrix, entropy, purity and mutual information.</summary>
internal sealed class DensityReadout : AnalyticReadout
{
    private readonly Measurement measurement;

    private readonly RegisterMap register;

    private readonly Wires wires;

    public DensityReadout(Measurement measurement, RegisterMap register, string device)
    {
        this.measurement = measurement;
        this.register = register;
        var named = register.OrAll(measurement.Wires).Concat(measurement.OtherWires);

        // Idle wires are pure and unentangled: they matter to the matrix itself only.
        wires = measurement.Kind == MeasurementKind.DensityMatrix ? named : Wires.Create([.. named.Where(wire => register.PositionOf(wire) >= 0)]);
        MemoryRules.RequireArray(device, measurement, 2 * wires.Count, 16);
    }

    public override Accumulator Start() => new Sum(this);

    private SquareMatrix Read(IQuantumState state)
    {
        var active = wires.Where(wire => register.PositionOf(wire) >= 0).ToArray();
        var reduced = state.ReducedDensityMatrix(register.PositionsOf(active));
        if (active.Length == wires.Count)
        {
            return reduced;
        }

        var idle = wires.Where(wire => register.PositionOf(wire) < 0).ToArray();
        var zero = new SquareMatrix(1 << idle.Length) { [0, 0] = 1 };
        return Embedding.Expand(reduced.Kronecker(zero), Wires.Create([.. active, .. idle]), wires);
    }

    private object Finish(SquareMatrix density)
    {
        double Entropy(Wires part) => Entropies.VonNeumann(Embedding.PartialTrace(density, wires, part)) / Math.Log(measurement.LogBase ?? Math.E);
        Wires Present(Wires group) => Wires.Create([.. group.Where(wires.Contains)]);
        return measurement.Kind switch
        {
            MeasurementKind.DensityMatrix => density.ToArray(),
            MeasurementKind.Purity => density.Entries.Sum(static entry => (entry.Real * entry.Real) + (entry.Imaginary * entry.Imaginary)),
            MeasurementKind.VnEntropy => Entropy(wires),
            _ => Entropy(Present(measurement.Wires)) + Entropy(Present(measurement.OtherWires)) - Entropy(wires),
        };
    }

    private sealed class Sum(DensityReadout readout) : Accumulator
    {
        private SquareMatrix? sum;

        public override void Add(Branch branch)
        {
            var part = readout.Read(branch.State).Scale(branch.Weight);
            sum = sum is null ? part : sum.Add(part);
        }

        public override object Finish(double totalWeight) => readout.Finish(sum!.Scale(1 / totalWeight));
    }
}
