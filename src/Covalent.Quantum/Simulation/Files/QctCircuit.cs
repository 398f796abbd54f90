using System.Globalization;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Files;

/// <summary>
/// A benchmark circuit in the project's own text format: <c>qubits N</c>, then one gate per line (<c>name qubit [qubit2] [angle]</c>),
/// qubit 0 = least significant index bit, <c>#</c> starts a comment line.
/// </summary>
internal sealed record QctCircuit(int Qubits, IReadOnlyList<QctGate> Gates)
{
    public static QctCircuit Load(string path) => Parse(File.ReadLines(path));

    public static QctCircuit Parse(IEnumerable<string> lines)
    {
        int qubits = 0, number = 0;
        var gates = new List<QctGate>();
        foreach (string line in lines)
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#')
            {
                continue;
            }

            if (words[0] == "qubits" && words.Length == 2)
            {
                qubits = int.Parse(words[1], CultureInfo.InvariantCulture);
                continue;
            }

            gates.Add(ParseGate(words) ?? throw new FormatException($"Line {number}: '{line}' is no gate of the QCT format."));
        }

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

    private static QctGate? ParseGate(string[] words)
    {
        int qubits = words[0] is "cx" or "cz" or "cp" or "rzz" or "swap" ? 2 : 1;
        bool hasAngle = QctGate.IsParametric(words[0]);
        return QctGate.IsKnown(words[0]) && words.Length == 1 + qubits + (hasAngle ? 1 : 0)
            ? new(
                words[0],
                int.Parse(words[1], CultureInfo.InvariantCulture),
                qubits == 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : -1,
                hasAngle ? double.Parse(words[^1], CultureInfo.InvariantCulture) : 0)
            : null;
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
