using System.Numerics;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gates;

/// <summary>The cheapest exact description of what a gate does to its target wires; simulators choose their kernel by it.</summary>
internal enum GateFormKind
{
    /// <summary>A full matrix: <see cref="GateForm.Matrix"/>.</summary>
    Dense,

    /// <summary>Amplitude j is multiplied by <see cref="GateForm.Phases"/>[j].</summary>
    Diagonal,

    /// <summary>Amplitude j moves to <see cref="GateForm.Targets"/>[j] and is multiplied by <see cref="GateForm.Phases"/>[j].</summary>
    Permutation,

    /// <summary>exp(−i·<see cref="GateForm.Angle"/>/2·P) for the Pauli word <see cref="GateForm.Word"/>.</summary>
    PauliRotation,

    /// <summary>All amplitudes are multiplied by e^{i·<see cref="GateForm.Angle"/>}; there are no target wires.</summary>
    Phase,
}

/// <summary>
/// A unitary as (controls, form of the target part). The operation's wires are the controls in order, then the targets;
/// the first target is the most significant bit of matrix, phase and permutation indices.
/// </summary>
internal sealed record GateForm
{
    public required GateFormKind Kind { get; init; }

    /// <summary>The value each control must have; its length is the number of controls.</summary>
    public bool[] ControlValues { get; init; } = [];

    public int TargetCount { get; init; }

    public SquareMatrix? Matrix { get; init; }

    public Complex[] Phases { get; init; } = [];

    public int[] Targets { get; init; } = [];

    public string Word { get; init; } = "";

    public double Angle { get; init; }

    public static GateForm Dense(SquareMatrix matrix) =>
        new() { Kind = GateFormKind.Dense, Matrix = matrix, TargetCount = BitOperations.Log2((uint)matrix.Size) };

    public static GateForm Diagonal(Complex[] phases) =>
        new() { Kind = GateFormKind.Diagonal, Phases = phases, TargetCount = BitOperations.Log2((uint)phases.Length) };

    public static GateForm Permutation(int[] targets, Complex[] phases) =>
        new() { Kind = GateFormKind.Permutation, Targets = targets, Phases = phases, TargetCount = BitOperations.Log2((uint)targets.Length) };

    public static GateForm PauliRotation(string word, double angle) =>
        new() { Kind = GateFormKind.PauliRotation, Word = word, Angle = angle, TargetCount = word.Length };

    public static GateForm Phase(double angle) => new() { Kind = GateFormKind.Phase, Angle = angle };

    /// <summary>The form of the inverse.</summary>
    public GateForm Adjoint() => Kind switch
    {
        GateFormKind.Dense => this with { Matrix = Matrix!.Adjoint() },
        GateFormKind.Diagonal => this with { Phases = [.. Phases.Select(Complex.Conjugate)] },
        GateFormKind.Permutation => InversePermutation(),
        _ => this with { Angle = -Angle },
    };

    /// <summary>The form of the complex conjugate (not transposed).</summary>
    public GateForm Conjugate() => Kind switch
    {
        GateFormKind.Dense => this with { Matrix = new(Matrix!.Size, [.. Matrix.Entries.Select(Complex.Conjugate)]) },
        GateFormKind.Diagonal or GateFormKind.Permutation => this with { Phases = [.. Phases.Select(Complex.Conjugate)] },
        GateFormKind.PauliRotation => this with { Angle = Word.Count(static letter => letter == 'Y') % 2 == 0 ? -Angle : Angle },
        _ => this with { Angle = -Angle },
    };

    public GateForm Controlled(bool[] values) => this with { ControlValues = [.. values, .. ControlValues] };

    /// <summary>The matrix of controls and targets together.</summary>
    public SquareMatrix ToMatrix()
    {
        var target = TargetMatrix();
        if (ControlValues.Length == 0)
        {
            return target;
        }

        var matrix = SquareMatrix.Identity(target.Size << ControlValues.Length);
        var block = 0;
        foreach (var value in ControlValues)
        {
            block = (block << 1) | (value ? 1 : 0);
        }

        var start = block * target.Size;
        for (var row = 0; row < target.Size; row++)
        {
            for (var column = 0; column < target.Size; column++)
            {
                matrix[start + row, start + column] = target[row, column];
            }
        }

        return matrix;
    }

    private SquareMatrix TargetMatrix() => Kind switch
    {
        GateFormKind.Dense => Matrix!,
        GateFormKind.Diagonal => SquareMatrix.Diagonal(Phases),
        GateFormKind.Permutation => PermutationMatrix(),
        GateFormKind.PauliRotation => PauliMatrices.Rotation(Word, Angle),
        GateFormKind.Phase => SquareMatrix.Diagonal([Complex.FromPolarCoordinates(1, Angle)]),
        _ => throw new InvalidOperationException($"Unknown gate form {Kind}."),
    };

    private GateForm InversePermutation()
    {
        var (targets, phases) = (new int[Targets.Length], new Complex[Targets.Length]);
        for (var source = 0; source < Targets.Length; source++)
        {
            targets[Targets[source]] = source;
            phases[Targets[source]] = Complex.Conjugate(Phases[source]);
        }

        return this with { Targets = targets, Phases = phases };
    }

    private SquareMatrix PermutationMatrix()
    {
        var matrix = new SquareMatrix(Targets.Length);
        for (var source = 0; source < Targets.Length; source++)
        {
            matrix[Targets[source], source] = Phases[source];
        }

        return matrix;
    }
}
