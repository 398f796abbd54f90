using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Files;

/// <summary>
/// A benchmark circuit in the project's own text format: <c>qubits N</c>, then one gate per line (<c>name qubit [qubit2] [angle]</c>),
/// qubit 0 = least significant index bit, <c>#</c> starts a comment line.
/// </summary>
internal sealed record QctCircuit(int Qubits, IReadOnlyList<QctGate> Gates)
{
    public static QctCircuit Load(string path) => Parse(File.ReadLines(path));

    /// <exception cref="FormatException">A line is no gate; the message names it.</exception>
    public static QctCircuit Parse(IEnumerable<string> lines)
    {
        var (qubits, gates) = FileLines.Parse<QctGate>(lines, "gate of the QCT format", ParseGate);
        return new(qubits, gates);
    }

    /// <summary>The angles of all parametric gates, in order: the parameters of <see cref="ToProgram"/>.</summary>
    public double[] Parameters => [.. Gates.Where(gate => gate.HasAngle).Select(gate => gate.Angle)];

    /// <summary>The same circuit for the planner; every parametric gate takes the next parameter.</summary>
    public KernelProgramBuilder ToProgram()
    {
        var builder = new KernelProgramBuilder(Qubits);
        int parameter = 0;
        foreach (var gate in Gates)
        {
            gate.AddTo(builder, KernelAngle.Of(parameter));
            parameter += gate.HasAngle ? 1 : 0;
        }

        return builder;
    }

    private static QctGate? ParseGate(string[] words, int qubits)
    {
        int places = words[0] is "cx" or "cz" or "cp" or "rzz" or "swap" ? 2 : 1;
        bool hasAngle = QctGate.IsParametric(words[0]);
        if (!QctGate.IsKnown(words[0]) || words.Length != 1 + places + (hasAngle ? 1 : 0))
        {
            return null;
        }

        var first = FileLines.Number(words[1], qubits);
        var second = places == 2 ? FileLines.Number(words[2], qubits) : -1;
        var angle = hasAngle ? FileLines.Real(words[^1]) : 0;
        return first is { } one && second is { } two && angle is { } turn && one != two ? new(words[0], one, two, turn) : null;
    }
}

/// <summary>One line of a QCT file.</summary>
internal readonly record struct QctGate(string Name, int First, int Second, double Angle)
{
    public static bool IsKnown(string name) => name is "rx" or "ry" or "rz" or "h" or "x" or "cx" or "cz" or "cp" or "rzz" or "swap";

    public static bool IsParametric(string name) => name is "rx" or "ry" or "rz" or "cp" or "rzz";

    public bool HasAngle => IsParametric(Name);

    public KernelProgramBuilder AddTo(KernelProgramBuilder builder, KernelAngle angle) => Name switch
    {
        "rx" => builder.RotationX(First, angle),
        "ry" => builder.RotationY(First, angle),
        "rz" => builder.RotationZ(First, angle),
        "h" => builder.Hadamard(First),
        "x" => builder.Single(First, Kernels.Matrix2.PauliX),
        "cx" => builder.ControlledNot(First, Second),
        "cz" => builder.Phase(Second, Math.PI, 1UL << First),
        "cp" => builder.Phase(Second, angle, 1UL << First),
        "rzz" => builder.ParityPhase((1UL << First) | (1UL << Second), angle),
        "swap" => builder.Swap(First, Second),
        _ => throw new InvalidOperationException($"Gate '{Name}' is not part of the QCT format."),
    };
}
