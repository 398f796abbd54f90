using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>exp(−iθ/2·P) for a Pauli word P such as <c>XYZ</c> (<c>PauliRot</c>).</summary>
public sealed class PauliRotation : PlainUnitary
{
    private readonly Parameter[] parameters;

    /// <summary>Makes the rotation.</summary>
    /// <param name="angle">θ in radians.</param>
    /// <param name="word">One letter I, X, Y or Z per wire.</param>
    /// <param name="wires">As many wires as letters.</param>
    /// <exception cref="ArgumentException">A letter is no Pauli letter, or the lengths differ.</exception>
    public PauliRotation(Parameter angle, string word, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(wires);
        if (word.AsSpan().IndexOfAnyExcept("IXYZ") is var wrong and >= 0)
        {
            throw new ArgumentException($"The Pauli word \"{word}\" contains '{word[wrong]}'; only I, X, Y and Z are allowed.", nameof(word));
        }

        if (word.Length != wires.Count)
        {
            throw new ArgumentException($"The Pauli word \"{word}\" has {word.Length} letters for {wires.Count} wires; it needs one letter per wire.", nameof(word));
        }

        Arguments.RequireFinite("PauliRot", angle);
        Word = word;
        parameters = [angle];
    }

    /// <summary>The Pauli word, one letter per wire.</summary>
    public string Word { get; }

    /// <inheritdoc/>
    public override string Name => "PauliRot";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override Operation Adjoint() => new PauliRotation(-parameters[0], Word, Wires);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => new PauliRotation(parameters[0] * exponent, Word, Wires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new PauliRotation(parameters[0], Word, Wires.Map(map));

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Arguments.RequireParameters(Name, [.. parameters], 1);
        return new PauliRotation(parameters[0], Word, Wires);
    }

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => GateForm.PauliRotation(Word, parameters[0]);

    private protected override bool EqualsCore(Operation other) => Word == ((PauliRotation)other).Word;
}
