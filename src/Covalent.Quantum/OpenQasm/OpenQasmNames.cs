namespace Covalent.Quantum.OpenQasm;

/// <summary>OpenQASM names of gates that both sides have with the same meaning, phase included.</summary>
internal static class OpenQasmNames
{
    public static IReadOnlyList<(string Name, GateKind Kind)> OfKinds { get; } =
    [
        ("x", GateKind.PauliX),
        ("y", GateKind.PauliY),
        ("z", GateKind.PauliZ),
        ("h", GateKind.Hadamard),
        ("s", GateKind.S),
        ("t", GateKind.T),
        ("sx", GateKind.SX),
        ("rx", GateKind.RX),
        ("ry", GateKind.RY),
        ("rz", GateKind.RZ),
        ("u1", GateKind.U1),
        ("p", GateKind.PhaseShift),
        ("u2", GateKind.U2),
        ("u3", GateKind.U3),
        ("cx", GateKind.CNOT),
        ("cy", GateKind.CY),
        ("cz", GateKind.CZ),
        ("ch", GateKind.CH),
        ("swap", GateKind.SWAP),
        ("crx", GateKind.CRX),
        ("cry", GateKind.CRY),
        ("crz", GateKind.CRZ),
        ("cu1", GateKind.ControlledPhaseShift),
        ("cp", GateKind.ControlledPhaseShift),
        ("rxx", GateKind.IsingXX),
        ("ryy", GateKind.IsingYY),
        ("rzz", GateKind.IsingZZ),
        ("ccx", GateKind.Toffoli),
        ("ccz", GateKind.CCZ),
        ("cswap", GateKind.CSWAP),
        ("iswap", GateKind.ISWAP),
    ];
}
