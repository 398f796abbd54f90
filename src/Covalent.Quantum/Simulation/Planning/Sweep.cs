using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>One pass over the active part of the state: for every tile, read it, run the calls, write it back.</summary>
internal sealed unsafe class Sweep
{
    /// <summary>Qubits of the state during this sweep; the rest is still |0⟩.</summary>
    public required int ActiveQubits { get; init; }

    /// <summary>Active qubits before this sweep; less than <see cref="ActiveQubits"/> when the state grows here.</summary>
    public required int PreviousQubits { get; init; }

    /// <summary>Index bits inside the tile, ascending: tile position to index bit.</summary>
    public required int[] Tile { get; init; }

    /// <summary>The same as a mask.</summary>
    public required ulong TileMask { get; init; }

    /// <summary>Index bits of the active state outside the tile.</summary>
    public required ulong OuterMask { get; init; }

    /// <summary>True when the tile lies contiguous in the state and is worked on in place.</summary>
    public required bool Contiguous { get; init; }

    public required Instruction[] Instructions { get; init; }

    /// <summary>Memory layout of a tile that is copied.</summary>
    public TileShape* Shape { get; set; }

    /// <summary>First call of this sweep in the program's call array; one call per instruction.</summary>
    public int FirstCall { get; set; }

    public int TileQubits => Tile.Length;

    /// <summary>Number of tiles.</summary>
    public nint Tiles => (nint)1 << (ActiveQubits - TileQubits);
}
