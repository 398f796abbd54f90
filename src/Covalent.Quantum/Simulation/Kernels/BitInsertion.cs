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

    /// <summary>Collects the bits of <paramref name="value"/> at the positions where <paramref name="sources"/> is 1.</summary>
    public static ulong Extract(ulong value, ulong sources)
    {
        ulong result = 0;
        for (int bit = 0; sources != 0; bit++, sources &= sources - 1)
        {
            result |= (value >> BitOperations.TrailingZeroCount(sources) & 1) << bit;
        }

        return result;
    }

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
