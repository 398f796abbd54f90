using System.Numerics;
using System.Runtime.CompilerServices;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Moves a tile between the state and a thread's buffer: segments that are contiguous in the state, one after the other.</summary>
internal static unsafe class TileKernel<TVector, TReal>
    where TVector : unmanaged, IAmplitudeVector<TVector, TReal>
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    /// <summary>Reads a tile. Segments marked fresh hold no amplitude yet and are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(TileShape* shape, void* state, void* buffer)
    {
        int reals = 2 << TVector.LaneQubits;
        var target = (TReal*)buffer;
        for (nint segment = 0; segment < shape->Segments; segment++)
        {
            var end = target + shape->SegmentReals;
            if ((shape->Offsets[segment] & shape->FreshMask) != 0)
            {
                for (; target < end; target += reals)
                {
                    TVector.Zero.Store(target);
                }

                continue;
            }

            for (var source = (TReal*)state + (2 * shape->Offsets[segment]); target < end; target += reals, source += reals)
            {
                TVector.Load(source).Store(target);
            }
        }
    }

    /// <summary>Writes a tile back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(TileShape* shape, void* state, void* buffer)
    {
        int reals = 2 << TVector.LaneQubits;
        var source = (TReal*)buffer;
        for (nint segment = 0; segment < shape->Segments; segment++)
        {
            var target = (TReal*)state + (2 * shape->Offsets[segment]);
            for (var end = source + shape->SegmentReals; source < end; target += reals, source += reals)
            {
                TVector.Load(source).Store(target);
            }
        }
    }

    /// <summary>Multiplies by a complex number. Coefficients: its complex pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(KernelCall* call, TileSpan* span)
    {
        var coefficients = (TReal*)call->Coefficients;
        var real = TVector.LoadPair(coefficients);
        var imaginary = TVector.LoadPair(coefficients + 2);
        int reals = 2 << TVector.LaneQubits;
        var end = (TReal*)span->Amplitudes + (span->To * reals);
        for (var at = (TReal*)span->Amplitudes + (span->From * reals); at < end; at += reals)
        {
            var value = TVector.Load(at);
            TVector.MultiplyAdd(value, real, TVector.SwapParts(value) * imaginary).Store(at);
        }
    }
}
