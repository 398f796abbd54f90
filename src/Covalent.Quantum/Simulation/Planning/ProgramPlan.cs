using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Everything about a program that does not depend on its angles: placement, stages, sweeps.</summary>
internal sealed class ProgramPlan
{
    // Segments of 256 bytes keep memory accesses long enough for the prefetchers.
    private const int SegmentBytes = 256;

    // Below this size the order in which qubits join makes no difference worth planning for.
    private const int SmallestReordered = 8;

    internal ProgramPlan(KernelGate[] gates, int[] layout, Sweep[] sweeps) => (Gates, Layout, Sweeps) = (gates, layout, sweeps);

    /// <summary>Gates over index bits.</summary>
    public KernelGate[] Gates { get; }

    /// <summary>Index bit of every qubit in the final state.</summary>
    public int[] Layout { get; }

    public Sweep[] Sweeps { get; }

    public static ProgramPlan Create(IReadOnlyList<KernelGate> gates, int qubits, KernelSet kernels, KernelProgramOptions options)
    {
        int tileQubits = BitOperations.Log2((uint)(options.TileBytes / kernels.AmplitudeBytes));
        int segmentQubits = BitOperations.Log2((uint)(SegmentBytes / kernels.AmplitudeBytes));
        if (!options.FromZero || !options.Fuse)
        {
            var home = QubitPlacement.Identity(qubits);
            options.StartLayout?.CopyTo(home);
            var placed = QubitPlacement.Place(gates, home);
            var levels = new int[placed.Length];
            Array.Fill(levels, qubits - 1);
            int[] sizes = options.FromZero ? StagePlanner.Shortest(qubits, tileQubits, segmentQubits) : [qubits];
            return new(placed, home, PlanSweeps(placed, levels, sizes, qubits, tileQubits, segmentQubits, options));
        }

        var upward = Candidate.Plan(gates, QubitPlacement.Identity(qubits), qubits, tileQubits, segmentQubits);
        if (qubits < SmallestReordered)
        {
            return new(upward.Gates, upward.Layout, PlanSweeps(upward.Gates, upward.Levels, upward.Sizes, qubits, tileQubits, segmentQubits, options));
        }

        var downward = Candidate.Plan(gates, [.. QubitPlacement.Identity(qubits).Reverse()], qubits, tileQubits, segmentQubits);
        var chosen = upward.Estimate <= downward.Estimate ? upward : downward;
        var sweeps = PlanSweeps(chosen.Gates, chosen.Levels, chosen.Sizes, qubits, tileQubits, segmentQubits, options);
        return new(chosen.Gates, chosen.Layout, sweeps);
    }

    private static Sweep[] PlanSweeps(
        KernelGate[] gates, int[] levels, int[] sizes, int qubits, int tileQubits, int segmentQubits, KernelProgramOptions options)
    {
        var order = GateLevels.Order(levels, qubits);
        var fusion = new GateFusion(gates, qubits);
        var sweeps = new List<Sweep>();
        int done = 0, previous = options.FromZero ? 0 : qubits;
        foreach (int size in sizes)
        {
            int end = done;
            while (end < order.Length && levels[order[end]] < size)
            {
                end++;
            }

            var stage = order.AsSpan(done, end - done);
            var instructions = options.Fuse ? fusion.Fuse(stage, last: size == qubits) : GateFusion.Separate(gates, stage);
            ulong fresh = (1UL << size) - (1UL << Math.Min(previous, size));
            foreach (var planned in SweepPlanner.Plan(instructions, size, previous == 0 ? 0 : fresh, tileQubits, segmentQubits))
            {
                sweeps.Add(Describe(planned, size, previous));
                previous = size;
            }

            done = end;
        }

        return [.. sweeps];
    }

    private static Sweep Describe(PlannedSweep planned, int active, int previous)
    {
        int count = BitOperations.PopCount(planned.TileMask);
        var tile = new int[count];
        ulong rest = planned.TileMask;
        for (int position = 0; position < count; position++, rest &= rest - 1)
        {
            tile[position] = BitOperations.TrailingZeroCount(rest);
        }

        return new()
        {
            ActiveQubits = active,
            PreviousQubits = previous,
            Tile = tile,
            TileMask = planned.TileMask,
            OuterMask = ((1UL << active) - 1) & ~planned.TileMask,
            Contiguous = tile[^1] == count - 1,
            Instructions = [.. planned.Instructions],
        };
    }

    /// <summary>One placement of the qubits and what it would cost.</summary>
    private sealed record Candidate(KernelGate[] Gates, int[] Layout, int[] Levels, int[] Sizes, double Estimate)
    {
        private const int SmallestState = 4;

        public static Candidate Plan(IReadOnlyList<KernelGate> gates, int[] layout, int qubits, int tileQubits, int segmentQubits)
        {
            var placed = QubitPlacement.Place(gates, QubitPlacement.StartFor(gates, layout));
            var levels = GateLevels.Compute(placed, qubits);
            var sizes = StagePlanner.Choose(placed, levels, qubits, SmallestState, tileQubits, segmentQubits, out double estimate);
            return new(placed, layout, levels, sizes, estimate);
        }
    }
}
