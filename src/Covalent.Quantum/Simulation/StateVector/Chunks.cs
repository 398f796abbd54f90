namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>How a state is cut for loops over all amplitudes: by its size only, never by the number of threads.</summary>
internal readonly struct Chunks(int indexBits)
{
    private const int ChunkBits = 14;

    /// <summary>Number of chunks.</summary>
    public int Count { get; } = 1 << Math.Clamp(indexBits - ChunkBits, 0, 6);

    /// <summary>Amplitudes from … to-1 of a chunk.</summary>
    public (nint From, nint To) this[int chunk]
    {
        get
        {
            nint size = ((nint)1 << indexBits) / Count;
            return (chunk * size, (chunk + 1) * size);
        }
    }
}
