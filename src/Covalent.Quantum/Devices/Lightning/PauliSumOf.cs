using System.Numerics;
using Covalent.Quantum.Measurements;
using Covalent.Quantum.Numerics;
using Covalent.Quantum.Simulation.Expectation;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>An observable as a constant and a sum of Pauli words over qubits; small matrices are expanded in Pauli words.</summary>
internal sealed class PauliSumOf
{
    private const int MaximalMatrixWires = 6;

    private readonly Dictionary<(ulong Flips, ulong Signs), double> words = [];

    private PauliSumOf(Observable observable, RegisterMap register)
    {
        foreach (var term in LoweredTerm.Of(observable))
        {
            Add(term.Coefficient, 0, 0, term.Factors, register);
        }

        _ = words.Remove((0, 0), out var constant);
        Constant = constant;
    }

    public double Constant { get; }

    public PauliTerm[] Terms => [.. words.Select(static word => new PauliTerm(word.Value, word.Key.Flips, word.Key.Signs))];

    public static PauliSumOf Observable(Observable observable, RegisterMap register) => new(observable, register);

    /// <summary>Why an observable cannot be expanded; null when it can.</summary>
    public static string? WhyNot(Observable observable) => observable switch
    {
        SparseHamiltonian => $"{observable} is a sparse matrix.",
        _ when LoweredTerm.Of(observable).SelectMany(static term => term.Factors).Any(static factor => factor.Wires.Count > MaximalMatrixWires) =>
            $"{observable} contains a matrix on more than {MaximalMatrixWires} wires.",
        _ => null,
    };

    private void Add(double coefficient, ulong flips, ulong signs, ReadOnlySpan<LoweredFactor> factors, RegisterMap register)
    {
        if (factors.IsEmpty)
        {
            words[(flips, signs)] = words.GetValueOrDefault((flips, signs)) + coefficient;
            return;
        }

        foreach (var (value, word) in Expand(factors[0]))
        {
            var (ownFlips, ownSigns, vanishes) = (flips, signs, false);
            for (var i = 0; i < word.Length; i++)
            {
                var position = register.PositionOf(factors[0].Wires[i]);
                if (position < 0)
                {
                    // An idle wire is |0⟩: Z is 1 there, X and Y have mean 0.
                    vanishes |= word[i] is 'X' or 'Y';
                    continue;
                }

                var bit = 1UL << (register.ActiveCount - 1 - position);
                ownFlips |= word[i] is 'X' or 'Y' ? bit : 0;
                ownSigns |= word[i] is 'Z' or 'Y' ? bit : 0;
            }

            if (!vanishes)
            {
                Add(coefficient * value, ownFlips, ownSigns, factors[1..], register);
            }
        }
    }

    /// <summary>The factor in Pauli words over its own wires.</summary>
    private static IEnumerable<(double Coefficient, string Word)> Expand(LoweredFactor factor)
    {
        if (factor.Matrix is not { } observable)
        {
            yield return (1, factor.Letter.ToString());
            yield break;
        }

        var matrix = observable.MatrixOver(factor.Wires);
        var count = factor.Wires.Count;
        for (var code = 0; code < 1 << (2 * count); code++)
        {
            var word = string.Create(count, code, static (letters, code) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = "IXYZ"[code >> (2 * i) & 3];
                }
            });
            var coefficient = Trace(matrix, word) / matrix.Size;
            if (Math.Abs(coefficient) > 1e-15)
            {
                yield return (coefficient, word);
            }
        }
    }

    /// <summary>Trace of matrix times word; first letter on the most significant bit.</summary>
    private static double Trace(SquareMatrix matrix, string word)
    {
        var (flips, signs) = (0UL, 0UL);
        for (var i = 0; i < word.Length; i++)
        {
            var bit = 1UL << (word.Length - 1 - i);
            flips |= word[i] is 'X' or 'Y' ? bit : 0;
            signs |= word[i] is 'Z' or 'Y' ? bit : 0;
        }

        var trace = Complex.Zero;
        for (var column = 0; column < matrix.Size; column++)
        {
            trace += PauliPhase.Of(new(1, flips, signs), (ulong)column) * matrix[column, column ^ (int)flips];
        }

        return trace.Real;
    }
}
