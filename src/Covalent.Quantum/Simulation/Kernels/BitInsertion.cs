using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>Index arithmetic: numbers with holes at given bit positions.</summary>
internal static class BitInsertion
{
    /// <summary>Moves the bits of <paramref name="value"/> to the positions where <paramref name="holes"/> is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Spread(ulong value, ulong holes)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitDeposit(value, ~holes);
        }

        return SpreadPortable(value, holes);
    }

    /// <summary>Moves the bits of <paramref name="value"/> to the positions where <paramref name="targets"/> is 1.</summary>
    public static ulong Deposit(ulong value, ulong targets) => Spread(value, ~targets);

    internal static ulong SpreadPortable(ulong value, ulong holes)
    {
        while (holes != 0)
        {
            var below = (1UL << BitOperations.TrailingZeroCount(holes)) - 1;
            value = ((value & ~below) << 1) | (value & below);
            holes &= holes - 1;
        }

        return value;
    }
}
