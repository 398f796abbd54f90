using System.Runtime.InteropServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Small tables that live as long as their program, in aligned native memory. Freed together.</summary>
internal sealed unsafe class NativeArena : IDisposable
{
    private const nuint Alignment = 64;
    private const nuint BlockBytes = 1 << 16;

    private readonly List<nint> _blocks = [];
    private byte* _next;
    private nuint _left;

    ~NativeArena() => Release();

    /// <summary>Zeroed memory for <paramref name="count"/> values, aligned to a cache line.</summary>
    public T* Allocate<T>(int count)
        where T : unmanaged => (T*)AllocateBytes((nuint)count * (nuint)sizeof(T));

    /// <summary>Zeroed memory, aligned to a cache line.</summary>
    public void* AllocateBytes(nuint bytes)
    {
        bytes = Math.Max((bytes + Alignment - 1) & ~(Alignment - 1), Alignment);
        if (bytes > _left)
        {
            _left = Math.Max(bytes, BlockBytes);
            _next = (byte*)NativeMemory.AlignedAlloc(_left, Alignment);
            NativeMemory.Clear(_next, _left);
            _blocks.Add((nint)_next);
        }

        var result = _next;
        _next += bytes;
        _left -= bytes;
        return result;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        foreach (var block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _blocks.Clear();
        _left = 0;
    }
}
