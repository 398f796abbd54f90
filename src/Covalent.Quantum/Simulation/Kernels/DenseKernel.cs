using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>
/// A dense matrix on any tile positions, under any number of controls. Positions outside the register select whole registers,
/// lane positions become permutes: out[h'] = sum over h and lane flips x of M(h', h, x) * permuted in[h].
/// </summary>
internal static unsafe class DenseKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Scratch: 2^k input registers with all their permutes and swaps, for the k positions of the matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(KernelCall* call, TileSpan* span)
    {
        if ((span->OuterBits & call->OuterControls) != call->OuterValues)
        {
            return;
        }

        var dense = (DensePayload*)call->Payload;
        int reals = 2 << TVector.LaneQubits;
        ulong controls = call->InnerControls >> TVector.LaneQubits;
        ulong values = call->InnerValues >> TVector.LaneQubits;
        ulong holes = controls | (dense->AcrossMask >> TVector.LaneQubits);
        var inputs = (TReal*)span->Scratch;
        for (nint group = span->From; group < span->To; group++)
        {
            var start = (TReal*)span->Amplitudes + ((nint)(BitInsertion.Spread((ulong)group, holes) | values) * reals);
            Collect(dense, start, inputs);
            Multiply(dense, start, inputs);
        }
    }

    private static void Collect(DensePayload* dense, TReal* start, TReal* inputs)
    {
        int reals = 2 << TVector.LaneQubits;
        for (int row = 0; row < dense->Rows; row++)
        {
            var value = TVector.Load(start + dense->Offsets[row]);
            for (int flip = 0; flip < dense->Flips; flip++)
            {
                var moved = flip == 0 ? value : TVector.Permute(value, TVector.XorIndex(dense->FlipMasks[flip]));
                moved.Store(inputs);
                TVector.SwapParts(moved).Store(inputs + reals);
                inputs += 2 * reals;
            }
        }
    }

    private static void Multiply(DensePayload* dense, TReal* start, TReal* inputs)
    {
        int reals = 2 << TVector.LaneQubits;
        int terms = dense->Rows * dense->Flips * 2;
        var factors = (TReal*)dense->Factors;
        for (int row = 0; row < dense->Rows; row++)
        {
            var even = TVector.Zero;
            var odd = TVector.Zero;
            for (int term = 0; term < terms; term += 2)
            {
                even = TVector.MultiplyAdd(TVector.Load(inputs + (term * reals)), TVector.Load(factors), even);
                odd = TVector.MultiplyAdd(TVector.Load(inputs + ((term + 1) * reals)), TVector.Load(factors + reals), odd);
                factors += 2 * reals;
            }

            (even + odd).Store(start + dense->Offsets[row]);
        }
    }
}

/// <summary>Tables of a dense operation, in native memory.</summary>
internal unsafe struct DensePayload
{
    /// <summary>Registers the matrix couples: 2^(positions outside the register).</summary>
    public int Rows;

    /// <summary>Lane flips the matrix couples: 2^(lane positions).</summary>
    public int Flips;

    /// <summary>Positions outside the register, as a mask over tile positions.</summary>
    public ulong AcrossMask;

    /// <summary>Offset in reals of each coupled register.</summary>
    public nint* Offsets;

    /// <summary>Slot xor mask of each lane flip.</summary>
    public int* FlipMasks;

    /// <summary>Per row, register and flip: real factors, then factors of the part-swapped amplitude.</summary>
    public void* Factors;
}
