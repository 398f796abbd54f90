using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>What one kernel call does.</summary>
internal enum InstructionKind
{
    /// <summary>A chain of one-qubit gates.</summary>
    Single,

    /// <summary>Two chains and the two-qubit gate behind them.</summary>
    Pair,

    /// <summary>A one-qubit gate under controls.</summary>
    Controlled,

    /// <summary>Merged diagonal gates.</summary>
    Polynomial,

    /// <summary>One parity phase.</summary>
    Parity,

    PauliRotation,
    Dense,
    DiagonalTable,
    Permutation,
}

/// <summary>A fused operation before it is bound to tile positions and angles. Gates are named by their index in the placed gate list.</summary>
internal sealed class Instruction(InstructionKind kind)
{
    public InstructionKind Kind { get; } = kind;

    /// <summary>Index bit of the only or lower qubit.</summary>
    public int Low { get; init; } = -1;

    /// <summary>Index bit of the upper qubit of a pair.</summary>
    public int High { get; init; } = -1;

    /// <summary>One-qubit gates on the two qubits, in order.</summary>
    public int[] LowChain { get; init; } = [];

    public int[] HighChain { get; init; } = [];

    public PairLink Link { get; init; }

    /// <summary>The gate behind a pair, or the gate of any kind that is not merged.</summary>
    public int Gate { get; init; } = -1;

    /// <summary>Gates of a polynomial.</summary>
    public List<int> Phases { get; } = [];

    /// <summary>Qubits that must be inside the tile.</summary>
    public ulong TileMask { get; init; }

    /// <summary>Qubits changed in more than phase.</summary>
    public ulong Mixing { get; init; }

    /// <summary>Qubits only read: diagonal actions and controls.</summary>
    public ulong Reading { get; set; }
}
