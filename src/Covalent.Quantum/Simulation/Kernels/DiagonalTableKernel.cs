using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A diagonal matrix given entry by entry. The payload holds the entries; positions outside the tile pick a part of them.</summary>
internal static unsafe class DiagonalTableKernel<TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(KernelCall* call, TileSpan* span)
    {
        if ((span->OuterBits & call->OuterControls) != call->OuterValues)
        {
            return;
        }

        var table = (DiagonalTablePayload*)call->Payload;
        ulong outer = Entry(table->OuterQubit, table->Qubits, span->OuterBits);
        var entries = (TReal*)table->Entries;
        var amplitudes = (TReal*)span->Amplitudes;
        for (nint index = span->From; index < span->To; index++)
        {
            if (((ulong)index & call->InnerControls) != call->InnerValues)
            {
                continue;
            }

            var entry = entries + (2 * (nint)(outer | Entry(table->TilePosition, table->Qubits, (ulong)index)));
            var at = amplitudes + (2 * index);
            var re = at[0];
            at[0] = (re * entry[0]) - (at[1] * entry[1]);
            at[1] = (re * entry[1]) + (at[1] * entry[0]);
        }
    }

    /// <summary>Collects the bits at the given positions (-1: not here) into an entry number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Entry(int* positions, int count, ulong bits)
    {
        ulong entry = 0;
        for (int bit = 0; bit < count; bit++)
        {
            int position = positions[bit];
            if (position >= 0)
            {
                entry |= (bits >> position & 1) << bit;
            }
        }

        return entry;
    }
}

/// <summary>Tables of a diagonal operation, in native memory.</summary>
internal unsafe struct DiagonalTablePayload
{
    public int Qubits;

    /// <summary>Tile position of every bit of the entry number, or -1.</summary>
    public int* TilePosition;

    /// <summary>Physical qubit of every bit that is outside the tile, or -1.</summary>
    public int* OuterQubit;

    /// <summary>2^Qubits complex entries.</summary>
    public void* Entries;
}
