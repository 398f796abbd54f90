using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>A Hamiltonian that changes with time: H(p, t) = H₀ + Σ fₖ(p, t)·Hₖ with real functions fₖ of parameters p and time t. Immutable.</summary>
/// <example>
/// <code>
/// var drive = new ParametrizedHamiltonian(0.5 * Observable.Z(0))
///     .With((p, t) => p[0] * Math.Sin(p[1] * t), Observable.X(0));
/// builder.Evolve(drive, [0.8, 2.0], start: 0, end: 3);
/// </code>
/// </example>
public sealed class ParametrizedHamiltonian
{
    private readonly Observable? _constant;

    private readonly (Func<IReadOnlyList<double>, double, double> Factor, Observable Term)[] _driven;

    /// <summary>Starts with the part that does not change.</summary>
    /// <param name="constant">H₀; <see langword="null"/>: none.</param>
    /// <exception cref="ArgumentException">H₀ is not Hermitian.</exception>
    public ParametrizedHamiltonian(Observable? constant = null)
        : this(constant is null ? null : Hermitian(constant, nameof(constant)), [])
    {
    }

    private ParametrizedHamiltonian(Observable? constant, (Func<IReadOnlyList<double>, double, double>, Observable)[] driven)
    {
        _constant = constant;
        _driven = driven;
        Wires = _driven.Aggregate(constant?.Wires ?? Wires.None, static (wires, driven) => wires.Union(driven.Term.Wires));
    }

    /// <summary>The wires in order of appearance.</summary>
    public Wires Wires { get; }

    /// <summary>The same Hamiltonian with one more term.</summary>
    /// <param name="factor">f(p, t): a real number from the parameters and the time. It must be a pure function.</param>
    /// <param name="term">H.</param>
    /// <exception cref="ArgumentException">The term is not Hermitian.</exception>
    public ParametrizedHamiltonian With(Func<IReadOnlyList<double>, double, double> factor, Observable term)
    {
        ArgumentNullException.ThrowIfNull(factor);
        ArgumentNullException.ThrowIfNull(term);
        return new(_constant, [.. _driven, (factor, Hermitian(term, nameof(term)))]);
    }

    /// <summary>The Hamiltonian at one time.</summary>
    /// <exception cref="ArgumentException">It has no terms, or a factor is not a finite number.</exception>
    public Observable At(IReadOnlyList<double> parameters, double time)
    {
        var terms = _driven.Select(driven => Factor(driven.Factor, parameters, time) * driven.Term);
        return (_constant is null ? terms : terms.Prepend(_constant)).Aggregate(static (sum, term) => sum + term);
    }

    internal ParametrizedHamiltonian OnWires(IReadOnlyDictionary<Wire, Wire> map) =>
        new(_constant?.OnWires(map), [.. _driven.Select(driven => (driven.Factor, driven.Term.OnWires(map)))]);

    internal bool IsSameAs(ParametrizedHamiltonian other) => Equals(_constant, other._constant) && _driven.AsSpan().SequenceEqual(other._driven);

    /// <summary>The matrix over <see cref="Wires"/> as a function of time; the matrices of the terms are made once.</summary>
    internal Func<double, SquareMatrix> MatrixOfTime(double[] parameters)
    {
        var constant = _constant?.MatrixOver(Wires) ?? new SquareMatrix(1 << Wires.Count);
        var driven = Array.ConvertAll(_driven, driven => (driven.Factor, Matrix: driven.Term.MatrixOver(Wires)));
        return time => driven.Aggregate(constant, (sum, term) => sum.Add(term.Matrix.Scale(Factor(term.Factor, parameters, time))));
    }

    private static double Factor(Func<IReadOnlyList<double>, double, double> factor, IReadOnlyList<double> parameters, double time) =>
        factor(parameters, time) is var value && double.IsFinite(value)
            ? value
            : throw new ArgumentException($"A factor of the Hamiltonian is {value} at time {time}; it must be a finite number.", nameof(parameters));

    private static Observable Hermitian(Observable observable, string name) => observable.IsHermitian
        ? observable
        : throw new ArgumentException($"{observable} is not Hermitian, so it generates no unitary evolution.", name);
}
