using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>
/// A block of native memory for amplitudes. Blocks come from a pool, because mapping and clearing fresh pages costs more than most
/// circuits; large ones ask the operating system for huge pages.
/// </summary>
internal sealed unsafe partial class AmplitudeMemory : IDisposable
{
    private const nuint HugePage = 1 << 21;
    private const int AdviseHugePages = 14;

    // What the pool keeps at most; larger blocks go back to the operating system.
    private const long PooledBytes = 1L << 30;

    private static readonly ConcurrentDictionary<nuint, ConcurrentBag<nint>> Pool = new();
    private static long _pooled;

    private AmplitudeMemory(void* address, nuint bytes)
    {
        Address = address;
        Bytes = bytes;
    }

    ~AmplitudeMemory() => Release();

    /// <summary>First byte, aligned to 64 bytes at least and to a huge page for large blocks.</summary>
    public void* Address { get; private set; }

    public nuint Bytes { get; }

    /// <summary>Takes a block of at least the given size. Its content is arbitrary.</summary>
    /// <exception cref="SimulatorMemoryException">The machine does not have that much memory.</exception>
    public static AmplitudeMemory Rent(nuint bytes)
    {
        var rounded = bytes >= HugePage ? (bytes + HugePage - 1) & ~(HugePage - 1) : Math.Max(bytes, 4096);
        if (Pool.TryGetValue(rounded, out var bag) && bag.TryTake(out var pooled))
        {
            Interlocked.Add(ref _pooled, -(long)rounded);
            return new((void*)pooled, rounded);
        }

        return new(Allocate(rounded), rounded);
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private static void* Allocate(nuint bytes)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (available > 0 && bytes > (nuint)available)
        {
            throw new SimulatorMemoryException((long)bytes, available);
        }

        void* address;
        try
        {
            address = NativeMemory.AlignedAlloc(bytes, bytes >= HugePage ? HugePage : 64);
        }
        catch (OutOfMemoryException)
        {
            throw new SimulatorMemoryException((long)bytes, available);
        }

        if (bytes >= HugePage && OperatingSystem.IsLinux())
        {
            // Advice only: without it the kernel hands out small pages and the program runs a little slower.
            _ = Advise(address, bytes, AdviseHugePages);
        }

        return address;
    }

    private void Release()
    {
        if (Address == null)
        {
            return;
        }

        var address = (nint)Address;
        Address = null;
        if (Interlocked.Add(ref _pooled, (long)Bytes) <= PooledBytes)
        {
            Pool.GetOrAdd(Bytes, static _ => []).Add(address);
            return;
        }

        Interlocked.Add(ref _pooled, -(long)Bytes);
        NativeMemory.AlignedFree((void*)address);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
