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
        var best = new Series([], [.. instructions], 0);
        List<Series> front = [best];
        ulong required = fresh;
        while (front.Count > 0 && (best.Left.Length > 0 || required != 0))
        {
            front = Extend(front, limits, required, active >= SmallestSearched ? SearchWidth : 1);
            best = front[0];
            required = 0;
        }

        return Collect(instructions, best.Tiles);
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

        next.Sort(static (one, other) => one.Remaining.CompareTo(other.Remaining));
        if (next.Count > width)
        {
            next.RemoveRange(width, next.Count - width);
        }

        return next;
    }

    private static List<PlannedSweep> Collect(List<Instruction> instructions, ulong[] tiles)
    {
        var sweeps = new List<PlannedSweep>(tiles.Length);
        Instruction[] left = [.. instructions];
        foreach (ulong tile in tiles)
        {
            var taken = new List<Instruction>(left.Length);
            left = Take(left, tile, taken);
            sweeps.Add(new(tile, SinglePairing.Pair(taken)));
        }

        return sweeps;
    }

    /// <summary>Splits off the instructions that can run inside a tile, in order; returns the rest.</summary>
    private static Instruction[] Take(Instruction[] left, ulong tile, List<Instruction> taken)
    {
        var blocked = default(BlockedQubits);
        var rest = new List<Instruction>(left.Length);
        foreach (var instruction in left)
        {
            if ((instruction.TileMask & ~tile) != 0 || blocked.Stops(instruction))
            {
                blocked.Add(instruction);
                rest.Add(instruction);
            }
            else
            {
                taken.Add(instruction);
            }
        }

        return [.. rest];
    }

    /// <summary>Tiles chosen so far and what they leave to do.</summary>
    private sealed record Series(ulong[] Tiles, Instruction[] Left, int Remaining)
    {
        public Series With(ulong tile)
        {
            var left = Take(Left, tile, []);
            int remaining = 0;
            foreach (var instruction in left)
            {
                remaining += instruction.Kind == InstructionKind.Single ? 1 : 2;
            }

            return new([.. Tiles, tile], left, remaining);
        }
    }
}

/// <summary>Sizes a tile has to keep to.</summary>
internal readonly record struct TileLimits(int Active, int TileQubits, int SegmentQubits);

/// <summary>Qubits of instructions that were passed over: what comes later and shares them has to wait.</summary>
internal struct BlockedQubits
{
    private ulong _mixing;
    private ulong _reading;

    public readonly bool Stops(Instruction instruction) =>
        (instruction.Mixing & (_mixing | _reading)) != 0 || (instruction.Reading & _mixing) != 0;

    public void Add(Instruction instruction)
    {
        _mixing |= instruction.Mixing;
        _reading |= instruction.Reading;
    }
}
