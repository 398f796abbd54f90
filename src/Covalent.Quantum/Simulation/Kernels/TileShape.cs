namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Where the amplitudes of a tile lie in the state, relative to the tile's first amplitude. Native memory.</summary>
internal unsafe struct TileShape
{
    /// <summary>Amplitude offset of every segment.</summary>
    public nint* Offsets;

    public nint Segments;

    /// <summary>Reals per segment.</summary>
    public nint SegmentReals;

    /// <summary>Amplitude index bits of qubits that have just joined the state and are still |0⟩.</summary>
    public nint FreshMask;
}
