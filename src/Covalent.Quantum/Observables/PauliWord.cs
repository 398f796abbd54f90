using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>A product of Pauli letters on different wires, with coefficient 1.</summary>
public sealed class PauliWord : Observable
{
    /// <summary>Makes a word; letter <c>i</c> acts on wire <c>i</c> of the list.</summary>
    /// <exception cref="ArgumentException">A letter is not I, X, Y or Z, or the lengths differ.</exception>
    public PauliWord(string letters, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(letters);
        ArgumentNullException.ThrowIfNull(wires);
        if (letters.AsSpan().IndexOfAnyExcept("IXYZ") is var wrong and >= 0)
        {
            throw new ArgumentException($"The Pauli word \"{letters}\" contains '{letters[wrong]}'; only I, X, Y and Z are allowed.", nameof(letters));
        }

        Arguments.RequireWires($"The Pauli word \"{letters}\"", wires, letters.Length);
        Letters = letters;
    }

    /// <summary>The word without letters: the number one.</summary>
    public static PauliWord One { get; } = new("", Wires.None);

    /// <summary>The letters, one per wire.</summary>
    public string Letters { get; }

    /// <inheritdoc/>
    public override bool IsHermitian => true;

    /// <summary>Whether every letter is I.</summary>
    public bool IsIdentity => Letters.AsSpan().IndexOfAnyExcept('I') < 0;

    /// <summary>The letter on a wire; I where the word has none.</summary>
    public char this[Wire wire] => Wires.IndexOf(wire) is var index and >= 0 ? Letters[index] : 'I';

    /// <inheritdoc/>
    public override Observable OnWires(IReadOnlyDictionary<Wire, Wire> map) => new PauliWord(Letters, Wires.Map(map));

    /// <summary>Whether the letters agree on every wire where neither is I; such words can be measured with the same samples.</summary>
    public bool CommutesQubitWise(PauliWord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Letters.Length; i++)
        {
            var theirs = other[Wires[i]];
            if (Letters[i] != 'I' && theirs != 'I' && Letters[i] != theirs)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(Observable? other) =>
        other is PauliWord word && Wires.Count == word.Wires.Count && Wires.All(wire => word.Wires.Contains(wire) && this[wire] == word[wire]);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Letters.Length;
        for (var i = 0; i < Letters.Length; i++)
        {
            hash += HashCode.Combine(Letters[i], Wires[i]);
        }

        return hash;
    }

    /// <summary>Such as <c>X(0) * Z(2)</c>.</summary>
    public override string ToString() => Letters.Length == 0 ? "1" : string.Join(" * ", Letters.Select((letter, i) => $"{letter}({Wires[i]})"));

    internal override SquareMatrix MatrixOver(Wires order)
    {
        Embedding.RequireWires(this, order);
        return PauliMatrices.Word(string.Concat(order.Select(wire => this[wire])));
    }

    /// <summary>The product with another word: a power of i and a word.</summary>
    internal (Complex Phase, PauliWord Word) Times(PauliWord right)
    {
        var wires = Wires.Union(right.Wires);
        var phase = Complex.One;
        var letters = new char[wires.Count];
        for (var i = 0; i < letters.Length; i++)
        {
            (var factor, letters[i]) = Times(this[wires[i]], right[wires[i]]);
            phase *= factor;
        }

        return (phase, new PauliWord(new string(letters), wires));
    }

    private static (Complex Phase, char Letter) Times(char left, char right) => (left, right) switch
    {
        ('I', _) => (1, right),
        (_, 'I') => (1, left),
        _ when left == right => (1, 'I'),
        ('X', 'Y') => (Complex.ImaginaryOne, 'Z'),
        ('Y', 'Z') => (Complex.ImaginaryOne, 'X'),
        ('Z', 'X') => (Complex.ImaginaryOne, 'Y'),
        ('Y', 'X') => (-Complex.ImaginaryOne, 'Z'),
        ('Z', 'Y') => (-Complex.ImaginaryOne, 'X'),
        _ => (-Complex.ImaginaryOne, 'Y'),
    };
}
