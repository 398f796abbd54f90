using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>What a program is planned for.</summary>
internal sealed record KernelProgramOptions
{
    /// <summary>Precision of the state. Default: double.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>Kernels to use. Default: the best this process may use.</summary>
    public InstructionSet InstructionSet { get; init; } = KernelTable.Best;

    /// <summary>
    /// Default true: the program runs from |0…0⟩ only, and its state grows qubit by qubit as gates reach them. False plans for an
    /// arbitrary start state.
    /// </summary>
    public bool FromZero { get; init; } = true;

    /// <summary>Index bit of every qubit in the given start state. Default: every qubit in the bit of its own number.</summary>
    public int[]? StartLayout { get; init; }

    /// <summary>Merge gates and reorder them. Default: true; false runs gate by gate, as a check of the planner.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>Bytes of one tile. Default: 512 KiB, half of the second-level cache of current server cores.</summary>
    public int TileBytes { get; init; } = 1 << 19;
}
