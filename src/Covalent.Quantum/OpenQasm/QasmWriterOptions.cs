namespace Covalent.Quantum;

/// <summary>How a circuit is written as OpenQASM 2.</summary>
public sealed record QasmWriterOptions
{
    /// <summary>Measure all qubits at the end into a register of their size. Default: no; only measurements inside the circuit are written.</summary>
    public bool MeasureAll { get; init; }
}
