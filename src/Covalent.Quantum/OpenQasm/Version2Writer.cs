using System.Globalization;
using System.Text;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum.OpenQasm;

/// <summary>Writes a circuit as OpenQASM 2 with the gates of qelib1.inc; other gates are decomposed, global phases are kept.</summary>
internal sealed class Version2Writer
{
    private static readonly Dictionary<GateKind, string> Names = OpenQasmNames.OfKinds
        .Where(static entry => entry.Name is not ("p" or "cp" or "ryy" or "ccz" or "iswap"))
        .ToDictionary(static entry => entry.Kind, static entry => entry.Name);

    private readonly StringBuilder text = new();

    private readonly Func<Wire, string> qubitName;

    private readonly ClassicalLayout bits;

    private double globalPhase;

    private Version2Writer(Func<Wire, string> qubitName, ClassicalLayout bits) => (this.qubitName, this.bits) = (qubitName, bits);

    public static string Write(Circuit circuit, QasmWriterOptions options)
    {
        var (wires, bits) = (circuit.Wires, ClassicalLayout.Of(circuit));
        var writer = new Version2Writer(wire => $"q[{wires.IndexOf(wire)}]", bits);
        var body = writer.Body(circuit.Operations, wires.Count == 0 ? null : "q[0]");
        var qubits = wires.Count == 0 ? "" : $"qreg q[{wires.Count}];\n";
        var measured = options.MeasureAll && wires.Count > 0;
        return $"OPENQASM 2.0;\ninclude \"qelib1.inc\";\n{qubits}{bits.Declarations()}{(measured ? $"creg meas[{wires.Count}];\n" : "")}{body}{(measured ? "measure q -> meas;\n" : "")}";
    }

    public static string Write(QasmProgram program)
    {
        string[] names = [.. program.QuantumRegisters.SelectMany(static register => Enumerable.Range(0, register.Size).Select(i => $"{register.Name}[{i}]"))];
        var bits = ClassicalLayout.Of(program.ClassicalRegisters);
        var writer = new Version2Writer(wire => names[wire.Number!.Value], bits);
        var body = writer.Body(program.Circuit.Operations, names.FirstOrDefault());
        var qubits = string.Concat(program.QuantumRegisters.Select(static register => $"qreg {register.Name}[{register.Size}];\n"));
        return $"OPENQASM 2.0;\ninclude \"qelib1.inc\";\n{qubits}{bits.Declarations()}{body}";
    }

    private string Body(IReadOnlyList<Operation> operations, string? anyQubit)
    {
        foreach (var operation in operations)
        {
            Write(operation, "");
        }

        if (anyQubit is not null && Math.Abs(Math.IEEERemainder(globalPhase, 2 * Math.PI)) > 1e-12)
        {
            // OpenQASM 2 has no global phase; these four gates make one.
            var phase = Number(Math.IEEERemainder(globalPhase, 2 * Math.PI));
            text.Insert(0, $"u1({phase}) {anyQubit};\nx {anyQubit};\nu1({phase}) {anyQubit};\nx {anyQubit};\n");
        }

        return text.ToString();
    }

    private void Write(Operation operation, string condition)
    {
        switch (operation)
        {
            case ConditionalOperation conditional when condition.Length == 0:
                Write(conditional.Inner, bits.Condition(conditional));
                break;
            case MidCircuitMeasurement measurement:
                WriteMeasurement(measurement, condition);
                break;
            case ResetOperation:
                Line(condition, "reset", operation.Wires);
                break;
            case Marker { Kind: MarkerKind.Barrier } barrier when condition.Length == 0 && barrier.Wires.Count > 0:
                Line("", "barrier", barrier.Wires);
                break;
            case Marker:
                break;
            case Gate { Kind: GateKind.GlobalPhase } phase:
                globalPhase -= condition.Length == 0 ? phase.Parameters[0].Value : 0;
                break;
            default:
                WriteGate(operation, condition);
                break;
        }
    }

    private void WriteMeasurement(MidCircuitMeasurement measurement, string condition)
    {
        if (measurement.Options.Postselect is not null)
        {
            throw Refuse(measurement, "postselection has no OpenQASM 2 form");
        }

        text.Append(CultureInfo.InvariantCulture, $"{condition}measure {qubitName(measurement.Wires[0])} -> {bits.Name(measurement.Bit)};\n");
        if (measurement.Options.Reset)
        {
            Line(condition, "reset", measurement.Wires);
        }
    }

    private void WriteGate(Operation operation, string condition)
    {
        switch (operation)
        {
            case Gate { Kind: GateKind.Identity }:
                foreach (var wire in operation.Wires)
                {
                    Line(condition, "id", wire);
                }

                break;
            case Gate gate when gate.Kind == GateKind.PhaseShift:
                Line(condition, "u1" + Arguments(gate), gate.Wires);
                break;
            case Gate gate when Names.TryGetValue(gate.Kind, out var name):
                Line(condition, name + Arguments(gate), gate.Wires);
                break;
            case AdjointOperation { Inner: Gate { Kind: GateKind.S or GateKind.T or GateKind.SX } inner }:
                Line(condition, Names[inner.Kind] + "dg", inner.Wires);
                break;
            case ControlledOperation { Inner: Gate inner } controlled when NameOf(inner, controlled) is { } name:
                Line(condition, name + Arguments(inner), controlled.Wires);
                break;
            default:
                foreach (var part in Decompositions.Of(operation) ?? throw Refuse(operation, "there is no decomposition into qelib1.inc gates"))
                {
                    Write(part, condition);
                }

                break;
        }
    }

    private static string? NameOf(Gate inner, ControlledOperation controlled) => controlled.ControlValues.Contains(false) ? null : (inner.Kind, controlled.ControlWires.Count) switch
    {
        (GateKind.U3, 1) => "cu3",
        (GateKind.PauliX, 1) => "cx",
        (GateKind.PauliX, 2) => "ccx",
        _ => null,
    };

    private void Line(string condition, string statement, Wires wires) =>
        text.Append(CultureInfo.InvariantCulture, $"{condition}{statement} {string.Join(",", wires.Select(qubitName))};\n");

    private static string Arguments(Operation operation) => operation.Parameters.Count == 0 ? "" : $"({string.Join(",", operation.Parameters.Select(Argument))})";

    private static string Argument(Parameter parameter) => parameter.BatchSize is null
        ? Number(parameter.Value)
        : throw new InvalidOperationException("A circuit with broadcast parameters stands for several circuits; write those of Unbatch() one by one.");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static InvalidOperationException Refuse(Operation operation, string reason) =>
        new($"{operation.Name} on wires {operation.Wires} cannot be written as OpenQASM 2: {reason}.");
}
