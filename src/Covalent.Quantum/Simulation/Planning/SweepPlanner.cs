using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>A choice of tile qubits and the instructions that run while such a tile is in the cache.</summary>
internal sealed record PlannedSweep(ulong TileMask, List<Instruction> Instructions);

/// <summary>
/// Packs instructions into as few passes over the state as possible. A tile always holds the lowest bits (memory is contiguous
/// there) and a set of others, chosen so that the most instructions can run before the tile is written back.
/// </summary>
internal static class SweepPlanner
{
    /// <summary>Plans one stage on <paramref name="active"/> qubits, of which those in <paramref name="fresh"/> have just joined.</summary>
    public static List<PlannedSweep> Plan(List<Instruction> instructions, int active, ulong fresh, int tileQubits, int segmentQubits)
    {
        ulong all = (1UL << active) - 1;
        if (active <= tileQubits)
        {
            return [new(all, SinglePairing.Pair(instructions))];
        }

        var sweeps = new List<PlannedSweep>();
        var left = instructions;
        ulong required = fresh;
        while (left.Count > 0 || required != 0)
        {
            ulong tile = BestTile(left, active, required, tileQubits, segmentQubits);
            var taken = new List<Instruction>(left.Count);
            left = Take(left, tile, taken);
            if (taken.Count == 0 && required == 0)
            {
                // Wider than any tile: this one runs over the whole state in place.
                taken.Add(left[0]);
                left.RemoveAt(0);
                tile = all;
            }

            sweeps.Add(new(tile, SinglePairing.Pair(taken)));
            required = 0;
        }

        return sweeps;
    }

    private static ulong BestTile(List<Instruction> left, int active, ulong required, int tileQubits, int segmentQubits)
    {
        ulong always = ((1UL << segmentQubits) - 1) | required;
        ulong best = Greedy(left, active, always, tileQubits);
        int bestScore = Score(left, best);
        int window = tileQubits - segmentQubits;
        for (int start = segmentQubits; start <= active - window; start++)
        {
            ulong tile = (((1UL << window) - 1) << start) | always;
            if (BitOperations.PopCount(tile) > tileQubits)
            {
                continue;
            }

            int score = Score(left, tile);
            if (score > bestScore)
            {
                (best, bestScore) = (tile, score);
            }
        }

        return best;
    }

    /// <summary>Adds qubits in program order as long as they fit.</summary>
    private static ulong Greedy(List<Instruction> left, int active, ulong tile, int tileQubits)
    {
        var blocked = default(Blocked);
        foreach (var instruction in left)
        {
            if (blocked.Stops(instruction))
            {
                blocked.Add(instruction);
            }
            else if (BitOperations.PopCount(tile | instruction.TileMask) <= tileQubits)
            {
                tile |= instruction.TileMask;
            }
            else
            {
                blocked.Add(instruction);
            }
        }

        for (int qubit = 0; qubit < active && BitOperations.PopCount(tile) < tileQubits; qubit++)
        {
            tile |= 1UL << qubit;
        }

        return tile;
    }

    private static int Score(List<Instruction> left, ulong tile)
    {
        var blocked = default(Blocked);
        int score = 0;
        foreach (var instruction in left)
        {
            if ((instruction.TileMask & ~tile) != 0 || blocked.Stops(instruction))
            {
                blocked.Add(instruction);
            }
            else
            {
                score += instruction.Kind == InstructionKind.Single ? 1 : 2;
            }
        }

        return score;
    }

    private static List<Instruction> Take(List<Instruction> left, ulong tile, List<Instruction> taken)
    {
        var blocked = default(Blocked);
        var rest = new List<Instruction>(left.Count);
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

        return rest;
    }

    /// <summary>Qubits of instructions that were passed over.</summary>
    private struct Blocked
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
}
