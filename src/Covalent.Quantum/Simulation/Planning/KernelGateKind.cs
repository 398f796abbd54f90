namespace Covalent.Quantum.Simulation.Planning;

/// <summary>The gates the planner knows. Everything a circuit can hold is lowered to these.</summary>
internal enum KernelGateKind
{
    /// <summary>exp(-i·θ/2·X) on the target, under any controls.</summary>
    RotationX,

    /// <summary>exp(-i·θ/2·Y) on the target, under any controls.</summary>
    RotationY,

    /// <summary>exp(-i·θ/2·Z) on the target, under any controls.</summary>
    RotationZ,

    /// <summary>diag(1, e^{iθ}) on the target, under any controls.</summary>
    PhaseShift,

    /// <summary>A constant 2×2 matrix on the target, under any controls.</summary>
    Fixed,

    /// <summary>Exchange of the target with a second qubit.</summary>
    Swap,

    /// <summary>exp(-i·θ/2·Z…Z) over a set of qubits.</summary>
    ParityPhase,

    /// <summary>exp(-i·θ/2·P) for a Pauli word.</summary>
    PauliRotation,

    /// <summary>A dense matrix on several qubits, under any controls.</summary>
    Dense,

    /// <summary>A diagonal matrix on several qubits, entry by entry, under any controls.</summary>
    DiagonalTable,

    /// <summary>Basis states of several qubits exchanged, each with a phase, under any controls.</summary>
    Permutation,

    /// <summary>e^{iθ} on every amplitude.</summary>
    GlobalPhase,
}
