using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>A choice of tile qubits and the instructions that run while such a tile is in the cache.</summary>
internal sealed record PlannedSweep(ulong TileMask, List<Instruction> Instructions);

/// <summary>
/// Packs instructions into as few passes over the state as possible. A tile always holds the lowest bits (memory is contiguous
/// there) and a set of others. Several promising series of tiles are followed at once; the shortest one wins.
/// </summary>
internal static class SweepPlanner
{
    // Following more series pays only when a pass over the state takes much longer than planning.
    private const int SmallestSearched = 19;
    private const int SearchWidth = 6;

    /// <summary>Plans one stage on <paramref name="active"/> qubits, of which those in <paramref name="fresh"/> have just joined.</summary>
    public static List<PlannedSweep> Plan(List<Instruction> instructions, int active, ulong fresh, int tileQubits, int segmentQubits)
    {
        ulong all = (1UL << active) - 1;
        if (active <= tileQubits)
        {
            return [new(all, SinglePairing.Pair(instructions))];
        }

        var limits = new TileLimits(active, tileQubits, segmentQubits);
        var pending = new PendingInstructions([.. instructions]);
        var best = new Series(null, 0, pending);
        List<Series> front = [best];
        ulong required = fresh;
        while (!best.Left.IsEmpty || required != 0)
        {
            front = Extend(front, limits, required, active >= SmallestSearched ? SearchWidth : 1);
            best = front[0];
            required = 0;
        }

        return Collect(pending, best.Tiles());
    }

    /// <summary>The most promising series with one more tile, best first.</summary>
    private static List<Series> Extend(List<Series> front, in TileLimits limits, ulong required, int width)
    {
        var next = new List<Series>();
        foreach (var series in front)
        {
            foreach (ulong tile in TileCandidates.For(series.Left, limits, required, width > 1))
            {
                next.Add(series.With(tile));
            }
        }

        next.Sort(static (one, other) => one.Left.Remaining.CompareTo(other.Left.Remaining));
        if (next.Count > width)
        {
            next.RemoveRange(width, next.Count - width);
        }

        return next;
    }

    private static List<PlannedSweep> Collect(PendingInstructions left, Stack<ulong> tiles)
    {
        var sweeps = new List<PlannedSweep>(tiles.Count);
        foreach (ulong tile in tiles)
        {
            var taken = new List<Instruction>();
            left = left.Take(tile, taken);
            sweeps.Add(new(tile, SinglePairing.Pair(taken)));
        }

        return sweeps;
    }

    /// <summary>A tile, those chosen before it, and what they leave to do.</summary>
    private sealed record Series(Series? Before, ulong Tile, PendingInstructions Left)
    {
        public Series With(ulong tile) => new(this, tile, Left.Take(tile, []));

        /// <summary>The chosen tiles, first one on top.</summary>
        public Stack<ulong> Tiles()
        {
            var tiles = new Stack<ulong>();
            for (var series = this; series.Before is not null; series = series.Before)
            {
                tiles.Push(series.Tile);
            }

            return tiles;
        }
    }
}

/// <summary>Sizes a tile has to keep to.</summary>
internal readonly record struct TileLimits(int Active, int TileQubits, int SegmentQubits);
