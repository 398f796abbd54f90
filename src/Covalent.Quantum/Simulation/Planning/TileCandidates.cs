using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Tiles worth trying next.</summary>
internal static class TileCandidates
{
    // Greedy tiles grown from the first few instructions that could run.
    private const int Seeds = 4;

    /// <summary>Windows of neighbouring bits, and sets grown in program order. Never empty.</summary>
    public static List<ulong> For(PendingInstructions left, in TileLimits limits, ulong required, bool thorough)
    {
        ulong always = ((1UL << limits.SegmentQubits) - 1) | required;
        var candidates = new List<ulong>();
        if (!left.IsEmpty && required == 0 && BitOperations.PopCount(left.First.TileMask | always) > limits.TileQubits)
        {
            // The next instruction is wider than any tile: it runs over the whole state in place.
            candidates.Add((1UL << limits.Active) - 1);
            return candidates;
        }

        for (int seed = 0; seed < (thorough ? Seeds : 1); seed++)
        {
            AddOnce(candidates, Grow(left, limits, always, seed));
        }

        int window = limits.TileQubits - limits.SegmentQubits;
        for (int start = limits.SegmentQubits; start <= limits.Active - window; start++)
        {
            ulong tile = (((1UL << window) - 1) << start) | always;
            if (BitOperations.PopCount(tile) <= limits.TileQubits)
            {
                AddOnce(candidates, tile);
            }
        }

        return candidates;
    }

    /// <summary>Starts with a runnable instruction and adds those that follow as long as they fit.</summary>
    private static ulong Grow(PendingInstructions left, in TileLimits limits, ulong tile, int seed)
    {
        tile = left.Grow(tile, limits.TileQubits, seed);
        for (int qubit = 0; qubit < limits.Active && BitOperations.PopCount(tile) < limits.TileQubits; qubit++)
        {
            tile |= 1UL << qubit;
        }

        return tile;
    }

    private static void AddOnce(List<ulong> candidates, ulong tile)
    {
        if (!candidates.Contains(tile))
        {
            candidates.Add(tile);
        }
    }
}
