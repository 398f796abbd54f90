using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gates;

/// <summary>The noise channels by name; conventions of the specification (PennyLane's where two exist).</summary>
internal static class Channels
{
    private static readonly SquareMatrix Lower = new(2, [0, 1, 0, 0]);

    private static readonly SquareMatrix Raise = new(2, [0, 0, 1, 0]);

    private static readonly SquareMatrix Zero = new(2, [1, 0, 0, 0]);

    private static readonly SquareMatrix One = new(2, [0, 0, 0, 1]);

    public static Channel AmplitudeDamping(Parameter gamma, Wire wire) => new("AmplitudeDamping", wire, static p =>
    {
        Probability("AmplitudeDamping", "gamma", p[0]);
        return [Diagonal(1, Math.Sqrt(1 - p[0])), Lower.Scale(Math.Sqrt(p[0]))];
    }, gamma);

    /// <summary><paramref name="p"/> weights excitation; Braket's <c>probability</c> is 1 − p.</summary>
    public static Channel GeneralizedAmplitudeDamping(Parameter gamma, Parameter p, Wire wire) => new("GeneralizedAmplitudeDamping", wire, static v =>
    {
        var (g, excitation) = (Probability("GeneralizedAmplitudeDamping", "gamma", v[0]), Probability("GeneralizedAmplitudeDamping", "p", v[1]));
        var (down, up) = (Math.Sqrt(1 - excitation), Math.Sqrt(excitation));
        return
        [
            Diagonal(1, Math.Sqrt(1 - g)).Scale(down),
            Lower.Scale(down * Math.Sqrt(g)),
            Diagonal(Math.Sqrt(1 - g), 1).Scale(up),
            Raise.Scale(up * Math.Sqrt(g)),
        ];
    }, gamma, p);

    public static Channel PhaseDamping(Parameter gamma, Wire wire) => new("PhaseDamping", wire, static p =>
    {
        Probability("PhaseDamping", "gamma", p[0]);
        return [Diagonal(1, Math.Sqrt(1 - p[0])), Diagonal(0, Math.Sqrt(p[0]))];
    }, gamma);

    public static Channel Depolarizing(Parameter p, Wire wire) =>
        PauliMixture("DepolarizingChannel", wire, [p], static v => [('X', v[0] / 3), ('Y', v[0] / 3), ('Z', v[0] / 3)]);

    public static Channel BitFlip(Parameter p, Wire wire) => PauliMixture("BitFlip", wire, [p], static v => [('X', v[0])]);

    public static Channel PhaseFlip(Parameter p, Wire wire) => PauliMixture("PhaseFlip", wire, [p], static v => [('Z', v[0])]);

    public static Channel PauliChannel(Parameter px, Parameter py, Parameter pz, Wire wire) =>
        PauliMixture("PauliChannel", wire, [px, py, pz], static v => [('X', v[0]), ('Y', v[1]), ('Z', v[2])]);

    /// <summary>With probability <paramref name="p0"/> to |0⟩, with <paramref name="p1"/> to |1⟩.</summary>
    public static Channel ResetError(Parameter p0, Parameter p1, Wire wire) => new("ResetError", wire, static v =>
    {
        var rest = Probability("ResetError", "1 − p0 − p1", 1 - Probability("ResetError", "p0", v[0]) - Probability("ResetError", "p1", v[1]));
        var (zero, one) = (Math.Sqrt(v[0]), Math.Sqrt(v[1]));
        return [SquareMatrix.Identity(2).Scale(Math.Sqrt(rest)), Zero.Scale(zero), Lower.Scale(zero), Raise.Scale(one), One.Scale(one)];
    }, p0, p1);

    /// <summary>With probability <paramref name="p"/> the Pauli word is applied.</summary>
    public static Channel PauliError(string word, Parameter p, Wires wires)
    {
        ArgumentNullException.ThrowIfNull(word);
        Arguments.RequireWires($"PauliError \"{word}\"", wires, word.Length);
        return new("PauliError", wires, v =>
        {
            Probability("PauliError", "p", v[0]);
            return [SquareMatrix.Identity(1 << word.Length).Scale(Math.Sqrt(1 - v[0])), PauliMatrices.Word(word).Scale(Math.Sqrt(v[0]))];
        }, p);
    }

    /// <summary>Each of the 15 Pauli words that are not the identity with probability p/15.</summary>
    public static Channel TwoQubitDepolarizing(Parameter p, Wires wires) => new("TwoQubitDepolarizing", wires, static v =>
    {
        var p = Probability("TwoQubitDepolarizing", "p", v[0]);
        const string Letters = "IXYZ";
        return
        [
            .. from a in Letters
               from b in Letters
               let weight = a == 'I' && b == 'I' ? 1 - p : p / 15
               select PauliMatrices.Word($"{a}{b}").Scale(Math.Sqrt(weight)),
        ];
    }, p);

    /// <summary>ZI, IZ and ZZ with probability p/3 each.</summary>
    public static Channel TwoQubitDephasing(Parameter p, Wires wires) => new("TwoQubitDephasing", wires, static v =>
    {
        var weight = Math.Sqrt(Probability("TwoQubitDephasing", "p", v[0]) / 3);
        return
        [
            SquareMatrix.Identity(4).Scale(Math.Sqrt(1 - v[0])),
            PauliMatrices.Word("ZI").Scale(weight),
            PauliMatrices.Word("IZ").Scale(weight),
            PauliMatrices.Word("ZZ").Scale(weight),
        ];
    }, p);

    /// <summary>
    /// Relaxation during <paramref name="tg"/> with excited population <paramref name="pe"/>: populations approach pe with e^{−tg/t1},
    /// coherences shrink by e^{−tg/t2}. Valid for t2 ≤ 2·t1.
    /// </summary>
    public static Channel ThermalRelaxation(Parameter pe, Parameter t1, Parameter t2, Parameter tg, Wire wire) =>
        new("ThermalRelaxationError", wire, static v => Relaxation(v[0], v[1], v[2], v[3]), pe, t1, t2, tg);

    /// <summary>The channel that is known by a name and numbers alone; null for any other.</summary>
    public static Channel? ByName(string name, IReadOnlyList<Parameter> p, Wires wires) => (name, p.Count) switch
    {
        ("AmplitudeDamping", 1) => AmplitudeDamping(p[0], wires[0]),
        ("GeneralizedAmplitudeDamping", 2) => GeneralizedAmplitudeDamping(p[0], p[1], wires[0]),
        ("PhaseDamping", 1) => PhaseDamping(p[0], wires[0]),
        ("DepolarizingChannel", 1) => Depolarizing(p[0], wires[0]),
        ("BitFlip", 1) => BitFlip(p[0], wires[0]),
        ("PhaseFlip", 1) => PhaseFlip(p[0], wires[0]),
        ("PauliChannel", 3) => PauliChannel(p[0], p[1], p[2], wires[0]),
        ("ResetError", 2) => ResetError(p[0], p[1], wires[0]),
        ("TwoQubitDepolarizing", 1) => TwoQubitDepolarizing(p[0], wires),
        ("TwoQubitDephasing", 1) => TwoQubitDephasing(p[0], wires),
        ("ThermalRelaxationError", 4) => ThermalRelaxation(p[0], p[1], p[2], p[3], wires[0]),
        _ => null,
    };

    public static Channel Kraus(IReadOnlyList<Complex[,]> matrices, Wires wires, string name = "QubitChannel")
    {
        ArgumentNullException.ThrowIfNull(matrices);
        if (matrices.Count == 0)
        {
            throw new ArgumentException("QubitChannel needs at least one Kraus matrix.", nameof(matrices));
        }

        SquareMatrix[] own = [.. matrices.Select(SquareMatrix.From)];
        return new(name, wires, _ => own);
    }

    public static Channel Reset(Wires wire) => new("Reset", wire, static _ => [Zero, Lower]);

    private static SquareMatrix[] Relaxation(double pe, double t1, double t2, double tg)
    {
        const string Name = "ThermalRelaxationError";
        Probability(Name, "pe", pe);
        if (!(t1 > 0) || !(t2 > 0) || !(tg >= 0) || t2 > 2 * t1)
        {
            throw new ArgumentException($"{Name} was given t1 = {t1}, t2 = {t2}, tg = {tg}; times must be positive and t2 at most 2·t1.");
        }

        // The map is fixed by what it does to the populations and the coherence; its Choi matrix is diagonalised into Kraus matrices.
        var (keep, coherence) = (Math.Exp(-tg / t1), Math.Exp(-tg / t2));
        var (excite, relax) = (pe * (1 - keep), (1 - pe) * (1 - keep));
        var choi = new SquareMatrix(4, [1 - excite, 0, 0, coherence, 0, excite, 0, 0, 0, 0, relax, 0, coherence, 0, 0, 1 - relax]);
        var eigen = HermitianEigen.Of(choi);
        var kraus = new SquareMatrix[4];
        for (var k = 0; k < 4; k++)
        {
            kraus[k] = new(2);
            for (var index = 0; index < 4; index++)
            {
                kraus[k][index & 1, index >> 1] = Math.Sqrt(Math.Max(eigen.Values[k], 0)) * eigen.Vectors[index, k];
            }
        }

        return kraus;
    }

    private static Channel PauliMixture(string name, Wire wire, Parameter[] parameters, PauliWeights weights) => new(name, wire, values =>
    {
        var letters = weights(values);
        foreach (var (letter, weight) in letters)
        {
            Probability(name, $"the probability of {letter}", weight);
        }

        var rest = Probability(name, "the probability of no error", 1 - letters.Sum(static letter => letter.Weight));
        return [SquareMatrix.Identity(2).Scale(Math.Sqrt(rest)), .. letters.Select(static letter => PauliMatrices.Letter(letter.Letter).Scale(Math.Sqrt(letter.Weight)))];
    }, parameters);

    private static SquareMatrix Diagonal(double first, double second) => new(2, [first, 0, 0, second]);

    private static double Probability(string channel, string name, double value) => value is >= 0 and <= 1
        ? value
        : value is > -1e-12 and < 0 ? 0 : throw new ArgumentException($"{channel}: {name} is {value}; it must be a probability between 0 and 1.");

    private delegate (char Letter, double Weight)[] PauliWeights(ReadOnlySpan<double> values);
}
