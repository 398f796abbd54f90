using System.Numerics;

namespace Covalent.Quantum;

/// <summary>What is computed at the end of a circuit.</summary>
public enum MeasurementKind
{
    /// <summary>Mean of an observable.</summary>
    Expval,

    /// <summary>Variance of an observable.</summary>
    Var,

    /// <summary>Probability of each outcome.</summary>
    Probs,

    /// <summary>The outcome of every shot.</summary>
    Sample,

    /// <summary>How often each outcome occurred.</summary>
    Counts,

    /// <summary>The state vector.</summary>
    State,

    /// <summary>The density matrix of some wires.</summary>
    DensityMatrix,

    /// <summary>Von Neumann entropy of some wires.</summary>
    VnEntropy,

    /// <summary>Purity of some wires.</summary>
    Purity,

    /// <summary>Mutual information of two groups of wires.</summary>
    MutualInfo,

    /// <summary>Classical shadow: random Pauli measurements.</summary>
    ClassicalShadow,

    /// <summary>Mean of an observable estimated from a classical shadow.</summary>
    ShadowExpval,

    /// <summary>The most likely contents of the classical memory.</summary>
    Distribution,
}

/// <summary>One measurement of a circuit. Immutable data; results are looked up with it.</summary>
public abstract class Measurement : IEquatable<Measurement>
{
    private protected Measurement(MeasurementKind kind) => Kind = kind;

    /// <summary>What is computed.</summary>
    public MeasurementKind Kind { get; }

    /// <summary>The observable; <see langword="null"/> when wires or classical values are measured.</summary>
    public Observable? Observable { get; internal init; }

    /// <summary>The measured wires in the order of the result's bits; empty means all wires of the circuit.</summary>
    public Wires Wires { get; internal init; } = Wires.None;

    /// <summary>The other group of wires of a mutual information.</summary>
    public Wires OtherWires { get; internal init; } = Wires.None;

    /// <summary>The mid-circuit outcomes that are measured instead of wires; empty otherwise.</summary>
    public IReadOnlyList<ClassicalValue> ClassicalValues { get; internal init; } = [];

    /// <summary>Whether counts also list outcomes that never occurred.</summary>
    public bool AllOutcomes { get; internal init; }

    /// <summary>Base of the logarithm in entropies; <see langword="null"/>: e.</summary>
    public double? LogBase { get; internal init; }

    /// <summary>Seed of the random Pauli bases of a classical shadow; <see langword="null"/>: from the device's seed.</summary>
    public long? Seed { get; internal init; }

    /// <summary>Number of groups whose means are combined by median in a shadow expectation.</summary>
    public int Groups { get; internal init; } = 1;

    /// <summary>A distribution with at most this many outcomes is listed completely.</summary>
    public int CompleteUpTo { get; internal init; }

    /// <summary>How many of the most likely outcomes a longer distribution lists.</summary>
    public int Limit { get; internal init; }

    /// <summary>Whether the measurement makes sense only with shots.</summary>
    public bool NeedsShots => Kind is MeasurementKind.Sample or MeasurementKind.Counts or MeasurementKind.ClassicalShadow or MeasurementKind.ShadowExpval;

    /// <summary>Whether the measurement makes sense only without shots.</summary>
    public bool NeedsAnalytic => Kind is MeasurementKind.State or MeasurementKind.DensityMatrix or MeasurementKind.VnEntropy or MeasurementKind.Purity or MeasurementKind.MutualInfo or MeasurementKind.Distribution;

    /// <summary>The type of the result for one circuit and one number of shots.</summary>
    public abstract Type ResultType { get; }

    /// <summary>The same measurement with other wires and observable.</summary>
    internal abstract Measurement Of(Observable? observable, Wires wires, Wires otherWires);

    /// <summary>The same measurement on renamed wires.</summary>
    internal Measurement OnWires(IReadOnlyDictionary<Wire, Wire> map) => Of(Observable?.OnWires(map), Wires.Map(map), OtherWires.Map(map));

    /// <summary>Mean of a Hermitian observable.</summary>
    /// <exception cref="ArgumentException">The observable is not Hermitian.</exception>
    public static Measurement<double> Expval(Observable observable) => new(MeasurementKind.Expval) { Observable = Hermitian(observable, "Expval") };

    /// <summary>Mean of a classical value.</summary>
    public static Measurement<double> Expval(ClassicalValue value) => new(MeasurementKind.Expval) { ClassicalValues = [value] };

    /// <summary>Variance of a Hermitian observable.</summary>
    /// <exception cref="ArgumentException">The observable is not Hermitian.</exception>
    public static Measurement<double> Var(Observable observable) => new(MeasurementKind.Var) { Observable = Hermitian(observable, "Var") };

    /// <summary>Variance of a classical value.</summary>
    public static Measurement<double> Var(ClassicalValue value) => new(MeasurementKind.Var) { ClassicalValues = [value] };

    /// <summary>Probabilities of the basis states of some wires (none: all), indexed with the first wire as most significant bit.</summary>
    public static Measurement<double[]> Probs(params Wires wires) => new(MeasurementKind.Probs) { Wires = wires };

    /// <summary>Probabilities in the eigenbasis of an observable: of Pauli letters and H +1 before −1, of matrices by ascending eigenvalue.</summary>
    /// <exception cref="ArgumentException">The observable is a sum or not Hermitian.</exception>
    public static Measurement<double[]> Probs(Observable observable) => new(MeasurementKind.Probs) { Observable = NoSum(observable, "Probs") };

    /// <summary>Probabilities of the joint values of mid-circuit outcomes.</summary>
    public static Measurement<double[]> Probs(IReadOnlyList<ClassicalValue> values) => new(MeasurementKind.Probs) { ClassicalValues = values };

    /// <summary>The bits of every shot: an array of shots × wires.</summary>
    public static Measurement<int[,]> Sample(params Wires wires) => new(MeasurementKind.Sample) { Wires = wires };

    /// <summary>The eigenvalue of every shot.</summary>
    /// <exception cref="ArgumentException">The observable is not Hermitian.</exception>
    public static Measurement<double[]> Sample(Observable observable) => new(MeasurementKind.Sample) { Observable = NoSum(observable, "Sample") };

    /// <summary>The mid-circuit outcomes of every shot: an array of shots × values.</summary>
    public static Measurement<int[,]> Sample(IReadOnlyList<ClassicalValue> values) => new(MeasurementKind.Sample) { ClassicalValues = values };

    /// <summary>How often each bit string occurred; first wire leftmost.</summary>
    /// <param name="allOutcomes">Also list bit strings that never occurred.</param>
    /// <param name="wires">The wires; none: all.</param>
    public static Measurement<IReadOnlyDictionary<string, int>> Counts(bool allOutcomes, params Wires wires) =>
        new(MeasurementKind.Counts) { Wires = wires, AllOutcomes = allOutcomes };

    /// <summary>How often each eigenvalue occurred.</summary>
    /// <exception cref="ArgumentException">The observable is not Hermitian.</exception>
    public static Measurement<IReadOnlyDictionary<double, int>> Counts(Observable observable, bool allOutcomes = false) =>
        new(MeasurementKind.Counts) { Observable = NoSum(observable, "Counts"), AllOutcomes = allOutcomes };

    /// <summary>How often each combination of mid-circuit outcomes occurred.</summary>
    public static Measurement<IReadOnlyDictionary<string, int>> Counts(bool allOutcomes, IReadOnlyList<ClassicalValue> values) =>
        new(MeasurementKind.Counts) { ClassicalValues = values, AllOutcomes = allOutcomes };

    /// <summary>The state vector over all wires.</summary>
    public static Measurement<Complex[]> State() => new(MeasurementKind.State);

    /// <summary>The density matrix of some wires; none: all.</summary>
    public static Measurement<Complex[,]> DensityMatrix(params Wires wires) => new(MeasurementKind.DensityMatrix) { Wires = wires };

    /// <summary>The von Neumann entropy of some wires.</summary>
    /// <param name="wires">The wires of the subsystem.</param>
    /// <param name="logBase">Base of the logarithm; <see langword="null"/>: e.</param>
    public static Measurement<double> VnEntropy(Wires wires, double? logBase = null) => new(MeasurementKind.VnEntropy) { Wires = wires, LogBase = Base(logBase) };

    /// <summary>The purity tr ρ² of some wires.</summary>
    public static Measurement<double> Purity(params Wires wires) => new(MeasurementKind.Purity) { Wires = wires };

    /// <summary>The mutual information of two groups of wires.</summary>
    /// <exception cref="ArgumentException">A wire is in both groups.</exception>
    public static Measurement<double> MutualInfo(Wires first, Wires second, double? logBase = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        _ = first.Concat(second);
        return new(MeasurementKind.MutualInfo) { Wires = first, OtherWires = second, LogBase = Base(logBase) };
    }

    /// <summary>A classical shadow: per shot a random Pauli basis and the outcome, for every wire.</summary>
    public static Measurement<ClassicalShadow> ClassicalShadow(Wires wires, long? seed = null) => new(MeasurementKind.ClassicalShadow) { Wires = wires, Seed = seed };

    /// <summary>The mean of a Pauli sum estimated from a classical shadow by median of means.</summary>
    public static Measurement<double> ShadowExpval(Observable observable, int groups = 1, long? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return new(MeasurementKind.ShadowExpval) { Observable = Hermitian(observable, "ShadowExpval"), Groups = groups, Seed = seed };
    }

    /// <summary>
    /// The most likely contents of bits of the classical memory (first bit rightmost in the text); outcomes of probability up to 1e-12 do not count.
    /// Works for more bits than an array of all outcomes could hold.
    /// </summary>
    /// <param name="bits">Positions in the classical memory.</param>
    /// <param name="completeUpTo">Up to so many outcomes are all listed. Default: 4096.</param>
    /// <param name="limit">Of more outcomes only so many are listed, the most likely ones. Default: 4096.</param>
    public static Measurement<OutcomeDistribution> Distribution(IReadOnlyList<int> bits, int completeUpTo = 4096, int limit = 4096)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(completeUpTo);
        return new(MeasurementKind.Distribution) { ClassicalValues = [.. bits.Select(ClassicalValue.Bit)], CompleteUpTo = completeUpTo, Limit = limit };
    }

    /// <inheritdoc/>
    public bool Equals(Measurement? other) =>
        other is not null && Kind == other.Kind && Equals(Observable, other.Observable) && Wires.Equals(other.Wires) && OtherWires.Equals(other.OtherWires)
        && ClassicalValues.SequenceEqual(other.ClassicalValues) && AllOutcomes == other.AllOutcomes && LogBase == other.LogBase
        && Seed == other.Seed && Groups == other.Groups && CompleteUpTo == other.CompleteUpTo && Limit == other.Limit;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Measurement);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Observable, Wires, ClassicalValues.Count, AllOutcomes);

    /// <summary>Such as <c>Expval(Z(0))</c> or <c>Probs([0, 1])</c>.</summary>
    public override string ToString() => $"{Kind}({(Observable is not null ? Observable : ClassicalValues.Count > 0 ? string.Join(", ", ClassicalValues) : Wires)})";

    private static Observable Hermitian(Observable observable, string measurement)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return observable.IsHermitian
            ? observable
            : throw new ArgumentException($"{measurement} was given {observable}, which is not Hermitian; measure its Hermitian and anti-Hermitian parts separately.", nameof(observable));
    }

    private static Observable NoSum(Observable observable, string measurement) => Hermitian(observable, measurement) is SumObservable or SparseHamiltonian
        ? throw new ArgumentException($"{measurement} was given the sum {observable}; its terms have no common basis. Measure the terms, or take Expval.", nameof(observable))
        : observable;

    private static double? Base(double? logBase) => logBase is null or > 1
        ? logBase
        : throw new ArgumentOutOfRangeException(nameof(logBase), logBase, "The base of a logarithm must be larger than 1.");
}

/// <summary>A measurement whose result has a known type.</summary>
/// <typeparam name="T">The type of the result for one circuit and one number of shots.</typeparam>
public sealed class Measurement<T> : Measurement
{
    internal Measurement(MeasurementKind kind)
        : base(kind)
    {
    }

    /// <inheritdoc/>
    public override Type ResultType => typeof(T);

    internal override Measurement Of(Observable? observable, Wires wires, Wires otherWires) => new Measurement<T>(Kind)
    {
        Observable = observable,
        Wires = wires,
        OtherWires = otherWires,
        ClassicalValues = ClassicalValues,
        CompleteUpTo = CompleteUpTo,
        Limit = Limit,
        AllOutcomes = AllOutcomes,
        LogBase = LogBase,
        Seed = Seed,
        Groups = Groups,
    };
}
