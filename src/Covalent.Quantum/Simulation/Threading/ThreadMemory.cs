using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Simulation.Threading;

/// <summary>Working memory that every thread keeps between circuits: a tile of the state and scratch space for kernels.</summary>
internal sealed unsafe class ThreadMemory
{
    [ThreadStatic]
    private static ThreadMemory? _current;

    private AmplitudeMemory? _tile;
    private AmplitudeMemory? _second;
    private AmplitudeMemory? _scratch;

    /// <summary>The calling thread's memory.</summary>
    public static ThreadMemory Current => _current ??= new();

    /// <summary>A buffer of at least the given size, aligned for the widest registers.</summary>
    public void* Tile(nuint bytes) => Ensure(ref _tile, bytes);

    /// <summary>A second buffer, for work on two states at once.</summary>
    public void* SecondTile(nuint bytes) => Ensure(ref _second, bytes);

    /// <summary>Scratch space.</summary>
    public void* Scratch(nuint bytes) => Ensure(ref _scratch, bytes);

    private static void* Ensure(ref AmplitudeMemory? memory, nuint bytes)
    {
        if (memory == null || memory.Bytes < bytes)
        {
            memory?.Dispose();

            // A tile page-aligned to a huge page keeps its address translations in one entry.
            memory = AmplitudeMemory.Rent(Math.Max(bytes, 1 << 16));
        }

        return memory.Address;
    }
}
