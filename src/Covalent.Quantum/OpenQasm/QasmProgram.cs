using Covalent.Quantum.OpenQasm;
using Covalent.Quantum.OpenQasm.Syntax;

namespace Covalent.Quantum;

/// <summary>
/// A circuit read from OpenQASM, with its registers. Wire i of the circuit is qubit i counted over all quantum registers, bit j is
/// classical bit j counted over all classical registers. Measurements are operations of the circuit; it has none at its end.
/// </summary>
public sealed class QasmProgram
{
    internal QasmProgram(IEnumerable<Operation> operations, IReadOnlyList<QasmRegister> quantumRegisters, IReadOnlyList<QasmRegister> classicalRegisters)
    {
        Circuit = new(operations);
        QuantumRegisters = quantumRegisters;
        ClassicalRegisters = classicalRegisters;
    }

    /// <summary>The operations on wires 0, 1, ….</summary>
    public Circuit Circuit { get; }

    /// <summary>The quantum registers in order of declaration.</summary>
    public IReadOnlyList<QasmRegister> QuantumRegisters { get; }

    /// <summary>The classical registers in order of declaration.</summary>
    public IReadOnlyList<QasmRegister> ClassicalRegisters { get; }

    /// <summary>Number of declared qubits.</summary>
    public int QubitCount => QuantumRegisters.Sum(static register => register.Size);

    /// <summary>Number of declared classical bits.</summary>
    public int BitCount => ClassicalRegisters.Sum(static register => register.Size);

    /// <summary>The wires 0, 1, … of all declared qubits.</summary>
    public Wires Wires => Wires.Range(QubitCount);

    /// <summary>Reads an OpenQASM 2 text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="fileName">Named in errors.</param>
    /// <exception cref="OpenQasmException">The text is wrong; says where.</exception>
    public static QasmProgram Parse(string source, string? fileName = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var statements = new Version2Parser(new Lexer(source, fileName), fileName).Parse();
        return new ProgramReader(fileName).Read(statements);
    }

    /// <summary>Reads an OpenQASM 2 file.</summary>
    /// <exception cref="OpenQasmException">The text is wrong; says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<QasmProgram> LoadAsync(string path, CancellationToken cancellationToken = default) =>
        Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path);

    /// <summary>
    /// The program itself, or, when it measures nothing, the program with one more register into which all qubits are measured at the end.
    /// </summary>
    /// <param name="added">Whether measurements were added.</param>
    public QasmProgram MeasuringAll(out bool added)
    {
        added = !Circuit.Operations.Any(static operation => operation is MidCircuitMeasurement or ConditionalOperation { Inner: MidCircuitMeasurement });
        return added
            ? new([.. Circuit.Operations, .. Wires.Select(static (wire, bit) => new MidCircuitMeasurement(wire, bit))], QuantumRegisters, [new("meas", 0, QubitCount)])
            : this;
    }

    /// <summary>The program as OpenQASM 2, with its registers; gates that the text defined are written out.</summary>
    /// <exception cref="InvalidOperationException">An operation has no OpenQASM 2 form.</exception>
    public string ToOpenQasm() => Version2Writer.Write(this);

    /// <summary>The circuit with its wires named as in the text, such as <c>q[0]</c>.</summary>
    public Circuit WithRegisterNames() => Circuit.OnWires(QuantumRegisters
        .SelectMany(static register => Enumerable.Range(0, register.Size).Select(i => (Number: register.Offset + i, Name: $"{register.Name}[{i}]")))
        .ToDictionary(static wire => new Wire(wire.Number), static wire => new Wire(wire.Name)));

    /// <summary>The circuit together with the likely contents of the classical memory as its measurement.</summary>
    /// <param name="completeUpTo">Up to so many outcomes are all listed.</param>
    /// <param name="limit">Of more outcomes only the most likely ones, so many, are listed.</param>
    public Circuit WithDistribution(int completeUpTo = 4096, int limit = 4096) =>
        Circuit.WithMeasurements([Measurement.Distribution([.. Enumerable.Range(0, BitCount)], completeUpTo, limit)]);

    /// <summary>The circuit together with counts of the classical memory (highest bit leftmost) as its measurement.</summary>
    public Circuit WithCounts() =>
        Circuit.WithMeasurements([Measurement.Counts(false, [.. Enumerable.Range(0, BitCount).Reverse().Select(ClassicalValue.Bit)])]);
}
