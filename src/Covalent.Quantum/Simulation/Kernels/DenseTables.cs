using System.Numerics;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Tables of <see cref="DenseKernel{TVector, TReal}"/>.</summary>
internal static unsafe class DenseTables<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    public static void Allocate(KernelCall* call, NativeArena arena, ReadOnlySpan<int> positions)
    {
        int across = 0;
        ulong acrossMask = 0;
        foreach (int position in positions)
        {
            if (position >= TVector.LaneQubits)
            {
                across++;
                acrossMask |= 1UL << position;
            }
        }

        var dense = arena.Allocate<DensePayload>(1);
        dense->Rows = 1 << across;
        dense->Flips = 1 << (positions.Length - across);
        dense->AcrossMask = acrossMask;
        dense->Offsets = arena.Allocate<nint>(dense->Rows);
        dense->FlipMasks = arena.Allocate<int>(dense->Flips);
        dense->Factors = arena.AllocateBytes((nuint)dense->Rows * (nuint)dense->Rows * (nuint)dense->Flips * (nuint)(4 * sizeof(TReal) << TVector.LaneQubits));
        for (int row = 0; row < dense->Rows; row++)
        {
            dense->Offsets[row] = 2 * (nint)BitInsertion.Deposit((ulong)row, acrossMask);
        }

        ulong laneMask = LaneMask(positions);
        for (int flip = 0; flip < dense->Flips; flip++)
        {
            dense->FlipMasks[flip] = (int)BitInsertion.Deposit((ulong)flip, laneMask) << 1;
        }

        call->Payload = dense;
        call->ScratchBytes = dense->Rows * dense->Flips * (4 * sizeof(TReal) << TVector.LaneQubits);
        call->GroupQubits = TVector.LaneQubits + across;
    }

    /// <summary>Writes the factors. Lanes whose lane controls do not fit get the identity.</summary>
    public static void Write(KernelCall* call, ReadOnlySpan<int> positions, ReadOnlySpan<Complex> matrix)
    {
        var dense = (DensePayload*)call->Payload;
        ulong lanesOnly = (1UL << TVector.LaneQubits) - 1;
        call->GroupQubits = TVector.LaneQubits + BitOperations.PopCount((dense->AcrossMask | call->InnerControls) & ~lanesOnly);
        int lanes = 1 << TVector.LaneQubits;
        var factors = (TReal*)dense->Factors;
        for (int row = 0; row < dense->Rows; row++)
        {
            for (int source = 0; source < dense->Rows; source++)
            {
                for (int flip = 0; flip < dense->Flips; flip++, factors += 4 * lanes)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        bool controlled = (((ulong)lane ^ call->InnerValues) & call->InnerControls & lanesOnly) == 0;
                        int from = lane ^ (dense->FlipMasks[flip] >> 1);
                        var entry = controlled
                            ? matrix[(Entry(positions, dense->Offsets[row], lane) * (1 << positions.Length)) + Entry(positions, dense->Offsets[source], from)]
                            : row == source && flip == 0 ? Complex.One : Complex.Zero;
                        OperatorCoefficients.Pair(factors + (2 * lane), entry.Real, entry.Real);
                        OperatorCoefficients.Pair(factors + (2 * lanes) + (2 * lane), -entry.Imaginary, entry.Imaginary);
                    }
                }
            }
        }
    }

    /// <summary>Matrix index of an amplitude, given its register offset in reals and its lane.</summary>
    private static int Entry(ReadOnlySpan<int> positions, nint offset, int lane)
    {
        ulong amplitude = (ulong)(offset / 2) | (uint)lane;
        int entry = 0;
        for (int bit = 0; bit < positions.Length; bit++)
        {
            entry |= (int)(amplitude >> positions[bit] & 1) << bit;
        }

        return entry;
    }

    private static ulong LaneMask(ReadOnlySpan<int> positions)
    {
        ulong mask = 0;
        foreach (int position in positions)
        {
            if (position < TVector.LaneQubits)
            {
                mask |= 1UL << position;
            }
        }

        return mask;
    }
}
