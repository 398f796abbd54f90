using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Moves basis states of some positions around, each with a phase, under any controls.</summary>
internal static unsafe class PermutationKernel<TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Scratch: the amplitudes of one group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(KernelCall* call, TileSpan* span)
    {
        if ((span->OuterBits & call->OuterControls) != call->OuterValues)
        {
            return;
        }

        var permutation = (PermutationPayload*)call->Payload;
        var phases = (TReal*)permutation->Phases;
        var old = (TReal*)span->Scratch;
        ulong holes = permutation->TargetMask | call->InnerControls;
        for (nint group = span->From; group < span->To; group++)
        {
            var start = (TReal*)span->Amplitudes + (2 * (nint)(BitInsertion.Spread((ulong)group, holes) | call->InnerValues));
            for (int entry = 0; entry < permutation->Entries; entry++)
            {
                var at = start + permutation->Sources[entry];
                old[2 * entry] = at[0];
                old[(2 * entry) + 1] = at[1];
            }

            for (int entry = 0; entry < permutation->Entries; entry++)
            {
                var (re, im) = (old[2 * entry], old[(2 * entry) + 1]);
                var phase = phases + (2 * entry);
                var at = start + permutation->Destinations[entry];
                at[0] = (re * phase[0]) - (im * phase[1]);
                at[1] = (re * phase[1]) + (im * phase[0]);
            }
        }
    }
}

/// <summary>Tables of a permutation, in native memory.</summary>
internal unsafe struct PermutationPayload
{
    /// <summary>Tile positions of the permuted qubits.</summary>
    public ulong TargetMask;

    public int Entries;

    /// <summary>Offset in reals of every basis state, and of the one it becomes.</summary>
    public nint* Sources;
    public nint* Destinations;

    /// <summary>Phase of every basis state.</summary>
    public void* Phases;
}
