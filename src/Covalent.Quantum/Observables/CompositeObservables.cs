using System.Globalization;
using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>A product of observables of which at least one is a matrix.</summary>
public sealed class ProductObservable : Observable
{
    private readonly Observable[] factors;

    internal ProductObservable(Observable[] factors)
        : base(factors.Aggregate(Wires.None, static (wires, factor) => wires.Union(factor.Wires))) => this.factors = factors;

    /// <inheritdoc/>
    public override bool IsHermitian => !FactorsOverlap || MatrixOver(Wires).HermiticityError() < 1e-10;

    internal bool FactorsOverlap => factors.Sum(static factor => factor.Wires.Count) > Wires.Count;

    internal override IReadOnlyList<Observable> Factors => factors;

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new ProductObservable([.. factors.Select(factor => factor.OnWires(map))]);

    /// <inheritdoc/>
    public override bool Equals(Observable? other) => other is ProductObservable product && factors.AsSpan().SequenceEqual(product.factors);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(factors.Length, factors[0]);

    /// <summary>The factors joined by <c>*</c>.</summary>
    public override string ToString() => string.Join(" * ", (IEnumerable<Observable>)factors);

    internal override SquareMatrix MatrixOver(Wires order) =>
        factors.Select(factor => factor.MatrixOver(order)).Aggregate(static (left, right) => left.Multiply(right));
}

/// <summary>A linear combination of observables.</summary>
public sealed class SumObservable : Observable
{
    private readonly ObservableTerm[] terms;

    internal SumObservable(ObservableTerm[] terms)
        : base(terms.Aggregate(Wires.None, static (wires, term) => wires.Union(term.Observable.Wires))) => this.terms = terms;

    /// <inheritdoc/>
    public override bool IsHermitian
    {
        get
        {
            if (terms.All(static term => Math.Abs(term.Coefficient.Imaginary) < 1e-12 && term.Observable.IsHermitian))
            {
                return true;
            }

            return terms.Any(static term => term.Observable is not PauliWord) && Wires.Count <= 10 && MatrixOver(Wires).HermiticityError() < 1e-10;
        }
    }

    /// <summary>The coefficients of the terms (real parts).</summary>
    public IReadOnlyList<double> Coefficients => [.. terms.Select(static term => term.Coefficient.Real)];

    /// <summary>The observables that are added up.</summary>
    public IReadOnlyList<Observable> Operands => [.. terms.Select(static term => term.Observable)];

    internal bool IsPauliSum => terms.All(static term => term.Observable is PauliWord);

    internal override IReadOnlyList<ObservableTerm> Terms => terms;

    internal override IReadOnlyList<Observable> Factors => throw new InvalidOperationException("A sum has terms, not factors.");

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) =>
        new SumObservable([.. terms.Select(term => term with { Observable = term.Observable.OnWires(map) })]);

    /// <inheritdoc/>
    public override bool Equals(Observable? other) => other is SumObservable sum && terms.AsSpan().SequenceEqual(sum.terms);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(terms.Length, terms[0]);

    /// <summary>Such as <c>0.5 * Z(0) + X(0) * Y(1)</c>.</summary>
    public override string ToString() => string.Join(" + ", terms.Select(static term => Text(term)));

    internal static SumObservable Combination(IReadOnlyList<double> coefficients, IReadOnlyList<Observable> observables)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        ArgumentNullException.ThrowIfNull(observables);
        if (coefficients.Count != observables.Count || coefficients.Count == 0)
        {
            throw new ArgumentException($"A Hamiltonian needs as many coefficients as terms, at least one; got {coefficients.Count} coefficients and {observables.Count} terms.", nameof(coefficients));
        }

        return new([.. observables.SelectMany((observable, i) => ObservableAlgebra.ScaledTerms(coefficients[i], observable))]);
    }

    internal override SquareMatrix MatrixOver(Wires order) =>
        terms.Select(term => term.Observable.MatrixOver(order).Scale(term.Coefficient)).Aggregate(static (left, right) => left.Add(right));

    private static string Text(ObservableTerm term)
    {
        var coefficient = term.Coefficient.Imaginary == 0
            ? term.Coefficient.Real.ToString("R", CultureInfo.InvariantCulture)
            : term.Coefficient.ToString(CultureInfo.InvariantCulture);
        return term.Coefficient == Complex.One ? $"{term.Observable}" : $"{coefficient} * {term.Observable}";
    }
}
