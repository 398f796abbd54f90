using System.Numerics;

namespace Covalent.Quantum;

/// <content>Measurements; see <see cref="Measurement"/> for their meaning with and without shots.</content>
public sealed partial class CircuitBuilder
{
    /// <summary>Mean of an observable.</summary>
    public Measurement<double> Expval(Observable observable) => Measure(Measurement.Expval(observable));

    /// <summary>Mean of a classical value.</summary>
    public Measurement<double> Expval(ClassicalValue value) => Measure(Measurement.Expval(value));

    /// <summary>Variance of an observable.</summary>
    public Measurement<double> Var(Observable observable) => Measure(Measurement.Var(observable));

    /// <summary>Variance of a classical value.</summary>
    public Measurement<double> Var(ClassicalValue value) => Measure(Measurement.Var(value));

    /// <summary>Probabilities of the basis states of some wires; none: all.</summary>
    public Measurement<double[]> Probs(params Wires wires) => Measure(Measurement.Probs(wires));

    /// <summary>Probabilities in the eigenbasis of an observable.</summary>
    public Measurement<double[]> Probs(Observable observable) => Measure(Measurement.Probs(observable));

    /// <summary>Probabilities of the joint values of mid-circuit outcomes.</summary>
    public Measurement<double[]> Probs(ClassicalValue first, params ReadOnlySpan<ClassicalValue> others) => Measure(Measurement.Probs([first, .. others]));

    /// <summary>The bits of every shot; no wires: all. Needs shots.</summary>
    public Measurement<int[,]> Sample(params Wires wires) => Measure(Measurement.Sample(wires));

    /// <summary>The eigenvalue of every shot. Needs shots.</summary>
    public Measurement<double[]> Sample(Observable observable) => Measure(Measurement.Sample(observable));

    /// <summary>The mid-circuit outcomes of every shot. Needs shots.</summary>
    public Measurement<int[,]> Sample(ClassicalValue first, params ReadOnlySpan<ClassicalValue> others) => Measure(Measurement.Sample([first, .. others]));

    /// <summary>How often each bit string occurred; no wires: all. Needs shots.</summary>
    public Measurement<IReadOnlyDictionary<string, int>> Counts(params Wires wires) => Measure(Measurement.Counts(false, wires));

    /// <summary>How often each bit string occurred, on request with those that never did. Needs shots.</summary>
    public Measurement<IReadOnlyDictionary<string, int>> Counts(bool allOutcomes, params Wires wires) => Measure(Measurement.Counts(allOutcomes, wires));

    /// <summary>How often each eigenvalue occurred. Needs shots.</summary>
    public Measurement<IReadOnlyDictionary<double, int>> Counts(Observable observable, bool allOutcomes = false) =>
        Measure(Measurement.Counts(observable, allOutcomes));

    /// <summary>How often each combination of mid-circuit outcomes occurred. Needs shots.</summary>
    public Measurement<IReadOnlyDictionary<string, int>> Counts(ClassicalValue first, params ReadOnlySpan<ClassicalValue> others) =>
        Measure(Measurement.Counts(false, [first, .. others]));

    /// <summary>How often each combination of mid-circuit outcomes occurred, on request with those that never did. Needs shots.</summary>
    public Measurement<IReadOnlyDictionary<string, int>> Counts(bool allOutcomes, ClassicalValue first, params ReadOnlySpan<ClassicalValue> others) =>
        Measure(Measurement.Counts(allOutcomes, [first, .. others]));

    /// <summary>The state vector. Analytic only.</summary>
    public Measurement<Complex[]> State() => Measure(Measurement.State());

    /// <summary>The density matrix of some wires; none: all. Analytic only.</summary>
    public Measurement<Complex[,]> DensityMatrix(params Wires wires) => Measure(Measurement.DensityMatrix(wires));

    /// <summary>Von Neumann entropy of some wires, to base e unless told otherwise. Analytic only.</summary>
    public Measurement<double> VnEntropy(Wires wires, double? logBase = null) => Measure(Measurement.VnEntropy(wires, logBase));

    /// <summary>Purity tr ρ² of some wires. Analytic only.</summary>
    public Measurement<double> Purity(params Wires wires) => Measure(Measurement.Purity(wires));

    /// <summary>Mutual information of two groups of wires. Analytic only.</summary>
    public Measurement<double> MutualInfo(Wires first, Wires second, double? logBase = null) => Measure(Measurement.MutualInfo(first, second, logBase));

    /// <summary>Random Pauli measurements of some wires. Needs shots.</summary>
    public Measurement<ClassicalShadow> ClassicalShadow(Wires wires, long? seed = null) => Measure(Measurement.ClassicalShadow(wires, seed));

    /// <summary>Mean of a Pauli sum estimated from random Pauli measurements. Needs shots.</summary>
    public Measurement<double> ShadowExpval(Observable observable, int groups = 1, long? seed = null) =>
        Measure(Measurement.ShadowExpval(observable, groups, seed));
}
