using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>exp(−iθ/2·P) for a Pauli word P such as <c>XYZ</c> (<c>PauliRot</c>).</summary>
public sealed class PauliRotation : OneAngleUnitary
{
    /// <summary>Makes the rotation.</summary>
    /// <param name="angle">θ in radians.</param>
    /// <param name="word">One letter I, X, Y or Z per wire.</param>
    /// <param name="wires">As many wires as letters.</param>
    /// <exception cref="ArgumentException">A letter is no Pauli letter, or the lengths differ.</exception>
    public PauliRotation(Parameter angle, string word, Wires wires)
        : base("PauliRot", angle, wires)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.AsSpan().IndexOfAnyExcept("IXYZ") is var wrong and >= 0)
        {
            throw new ArgumentException($"The Pauli word \"{word}\" contains '{word[wrong]}'; only I, X, Y and Z are allowed.", nameof(word));
        }

        if (word.Length != wires.Count)
        {
            throw new ArgumentException($"The Pauli word \"{word}\" has {word.Length} letters for {wires.Count} wires; it needs one letter per wire.", nameof(word));
        }

        Word = word;
    }

    /// <summary>The Pauli word, one letter per wire.</summary>
    public string Word { get; }

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => GateForm.PauliRotation(Word, parameters[0]);

    private protected override bool EqualsCore(Operation other) => Word == ((PauliRotation)other).Word;

    private protected override Operation With(Parameter angle, Wires wires) => new PauliRotation(angle, Word, wires);
}
