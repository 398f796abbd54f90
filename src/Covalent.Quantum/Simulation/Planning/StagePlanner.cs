using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// Chooses the sizes through which a growing state passes. Every stage runs the gates that became possible, at its own size; a few
/// large steps save passes over memory, many small ones save arithmetic. The best chain of sizes comes from dynamic programming.
/// </summary>
internal static class StagePlanner
{
    // Nanoseconds per amplitude, measured roughly; only their ratios matter.
    private const double PairCost = 0.2;
    private const double SingleCost = 0.03;
    private const double PolynomialCost = 0.5;
    private const double CachePassCost = 0.8;
    private const double MemoryPassCost = 1.0;
    private const double GrowthCost = 0.05;
    private const double StageOverhead = 150;
    private const int CachedQubits = 20;
    private const double GatesPerSweep = 28;

    /// <summary>State sizes (in qubits) in ascending order; the last is <paramref name="qubits"/>. Also returns the estimated time.</summary>
    public static int[] Choose(
        ReadOnlySpan<KernelGate> gates, ReadOnlySpan<int> levels, int qubits, int smallest, int tileQubits, int segmentQubits, out double estimate)
    {
        var loads = Loads(gates, levels, qubits);
        var best = new double[qubits + 1];
        var previous = new int[qubits + 1];
        Array.Fill(best, double.PositiveInfinity);
        best[0] = 0;
        for (int size = Math.Min(smallest, qubits); size <= qubits; size++)
        {
            for (int from = 0; from < size; from++)
            {
                bool reachable = from == 0 ? size <= tileQubits : CanGrow(from, size, tileQubits, segmentQubits);
                if (!reachable || double.IsPositiveInfinity(best[from]))
                {
                    continue;
                }

                double cost = best[from] + Cost(loads, from, size, tileQubits, segmentQubits);
                if (cost < best[size])
                {
                    best[size] = cost;
                    previous[size] = from;
                }
            }
        }

        estimate = best[qubits];
        var sizes = new List<int>();
        for (int size = qubits; size > 0; size = previous[size])
        {
            sizes.Add(size);
        }

        sizes.Reverse();
        return [.. sizes];
    }

    /// <summary>The shortest chain of sizes, for programs that are not reordered.</summary>
    public static int[] Shortest(int qubits, int tileQubits, int segmentQubits)
    {
        var sizes = new List<int> { Math.Min(qubits, tileQubits) };
        while (sizes[^1] < qubits)
        {
            sizes.Add(Math.Min(qubits, sizes[^1] + tileQubits - segmentQubits));
        }

        return [.. sizes];
    }

    /// <summary>All qubits that join together must fit into one tile beside the segment bits.</summary>
    private static bool CanGrow(int from, int size, int tileQubits, int segmentQubits) =>
        size <= tileQubits || (from >= segmentQubits && size - from <= tileQubits - segmentQubits);

    private static double Cost(Load[] loads, int from, int size, int tileQubits, int segmentQubits)
    {
        double gates = 0, work = 0;
        ulong touched = 0;
        bool phases = false;
        for (int level = from; level < size; level++)
        {
            gates += loads[level].Pairs;
            work += loads[level].Work;
            touched |= loads[level].Touched;
            phases |= loads[level].Phases;
        }

        double perAmplitude = work + (phases ? PolynomialCost : 0);
        if (size <= tileQubits)
        {
            perAmplitude += GrowthCost;
        }
        else
        {
            int free = tileQubits - segmentQubits;
            int reach = Math.Max(1, (BitOperations.PopCount(touched >> segmentQubits) + free - 1) / free);
            double sweeps = Math.Max(reach, gates / GatesPerSweep);
            perAmplitude += sweeps * (size <= CachedQubits ? CachePassCost : MemoryPassCost);
        }

        return StageOverhead + (Math.ScaleB(1, size) * perAmplitude);
    }

    private static Load[] Loads(ReadOnlySpan<KernelGate> gates, ReadOnlySpan<int> levels, int qubits)
    {
        var loads = new Load[qubits];
        for (int index = 0; index < gates.Length; index++)
        {
            if (levels[index] < 0)
            {
                continue;
            }

            var gate = gates[index];
            ref var load = ref loads[levels[index]];
            ulong mask = gate.Qubits;
            if (gate.IsQuadraticPhase && !gate.IsSingle)
            {
                load.Phases = true;
                continue;
            }

            load.Touched |= mask;
            load.Work += gate.IsSingle ? SingleCost : gate.Kind == KernelGateKind.Dense ? PairCost * (1 << gate.Targets.Length) : PairCost;
            load.Pairs += gate.IsSingle ? 0.1 : 1;
        }

        return loads;
    }

    private struct Load
    {
        public double Pairs;
        public double Work;
        public ulong Touched;
        public bool Phases;
    }
}
