using System.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>Matrices of Pauli words such as <c>"XIZ"</c>, first letter on the most significant bit.</summary>
internal static class PauliMatrices
{
    private static readonly Complex I = Complex.ImaginaryOne;

    public static SquareMatrix Letter(char letter) => letter switch
    {
        'I' => SquareMatrix.Identity(2),
        'X' => new(2, [0, 1, 1, 0]),
        'Y' => new(2, [0, -I, I, 0]),
        'Z' => new(2, [1, 0, 0, -1]),
        _ => throw new ArgumentException($"'{letter}' is no Pauli letter; use I, X, Y or Z."),
    };

    public static SquareMatrix Word(string word)
    {
        var matrix = new SquareMatrix(1, [Complex.One]);
        foreach (var letter in word)
        {
            matrix = matrix.Kronecker(Letter(letter));
        }

        return matrix;
    }

    /// <summary>exp(−i·angle/2·P).</summary>
    public static SquareMatrix Rotation(string word, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle / 2);
        return SquareMatrix.Identity(1 << word.Length).Scale(cosine).Add(Word(word).Scale(new Complex(0, -sine)));
    }
}
