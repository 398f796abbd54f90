using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>Sums and products of observables, kept as a flat sum of products.</summary>
internal static class ObservableAlgebra
{
    public static Observable Multiply(Observable left, Observable right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var terms =
            from a in left.Terms
            from b in right.Terms
            select MultiplyTerms(a, b);
        return Collect(Combine(terms));
    }

    public static Observable Scale(Complex factor, Observable observable)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return Collect([.. ScaledTerms(factor, observable)]);
    }

    public static Observable Add(Observable left, Observable right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new SumObservable([.. left.Terms, .. right.Terms]);
    }

    public static Observable AddConstant(Observable left, double constant) => Add(left, Scale(constant, PauliWord.One));

    public static Observable Simplify(Observable observable)
    {
        var sums = new Dictionary<Observable, Complex>();
        foreach (var term in observable.Terms)
        {
            var key = term.Observable is PauliWord word ? WithoutIdentities(word) : term.Observable;
            sums[key] = sums.GetValueOrDefault(key) + term.Coefficient;
        }

        ObservableTerm[] terms = [.. sums.Where(static sum => Complex.Abs(sum.Value) > 1e-15).Select(static sum => new ObservableTerm(sum.Value, sum.Key))];
        return terms.Length == 0 ? new SumObservable([new(0, PauliWord.One)]) : Collect(terms);
    }

    public static IEnumerable<ObservableTerm> ScaledTerms(Complex factor, Observable observable) =>
        double.IsFinite(factor.Real) && double.IsFinite(factor.Imaginary)
            ? observable.Terms.Select(term => term with { Coefficient = term.Coefficient * factor })
            : throw new ArgumentException($"The coefficient of {observable} is {factor}; coefficients must be finite numbers.", nameof(factor));

    private static PauliWord WithoutIdentities(PauliWord word)
    {
        Wire[] active = [.. word.Wires.Where(wire => word[wire] != 'I')];
        return new(string.Concat(active.Select(wire => word[wire])), Wires.Create(active));
    }

    private static ObservableTerm MultiplyTerms(ObservableTerm left, ObservableTerm right)
    {
        var coefficient = left.Coefficient * right.Coefficient;
        if (left.Observable is PauliWord a && right.Observable is PauliWord b)
        {
            var (phase, word) = a.Times(b);
            return new(coefficient * phase, word);
        }

        return new(coefficient, new ProductObservable([.. left.Observable.Factors, .. right.Observable.Factors]));
    }

    // The square of a sum is Hermitian only once the halves of its anticommutators have met.
    private static ObservableTerm[] Combine(IEnumerable<ObservableTerm> terms)
    {
        var sums = terms
            .GroupBy(static term => term.Observable)
            .Select(static group => new ObservableTerm(group.Aggregate(Complex.Zero, static (sum, term) => sum + term.Coefficient), group.Key))
            .ToArray();
        var present = sums.Where(static term => term.Coefficient != Complex.Zero).ToArray();
        return present.Length > 0 ? present : sums[..1];
    }

    private static Observable Collect(ObservableTerm[] terms) =>
        terms is [{ Observable: var only, Coefficient: var coefficient }] && coefficient == Complex.One ? only : new SumObservable(terms);
}
