namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>The piece of the state a thread works on right now.</summary>
internal unsafe struct TileSpan
{
    /// <summary>First amplitude of the tile.</summary>
    public void* Amplitudes;

    /// <summary>Working memory of this thread.</summary>
    public void* Scratch;

    /// <summary>Bits of the physical qubits outside the tile, constant for the whole tile.</summary>
    public ulong OuterBits;

    /// <summary>Number of qubits in the tile.</summary>
    public int TileQubits;

    /// <summary>Groups to process, a part of 0 .. 2^(TileQubits - GroupQubits).</summary>
    public nint From;
    public nint To;
}
