using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Describes where the amplitudes of a tile lie.</summary>
internal static unsafe class TileShapes
{
    /// <summary>Shape of the tile that holds the given index bits; its lowest bits without a gap are contiguous in memory.</summary>
    public static TileShape* Create(ulong tileMask, NativeArena arena)
    {
        int low = BitOperations.TrailingZeroCount(~tileMask);
        ulong upper = tileMask >> low << low;
        var shape = arena.Allocate<TileShape>(1);
        shape->Segments = (nint)1 << BitOperations.PopCount(upper);
        shape->SegmentReals = (nint)2 << low;
        shape->Offsets = arena.Allocate<nint>((int)shape->Segments);
        for (int segment = 0; segment < shape->Segments; segment++)
        {
            shape->Offsets[segment] = (nint)BitInsertion.Deposit((ulong)segment, upper);
        }

        return shape;
    }
}
