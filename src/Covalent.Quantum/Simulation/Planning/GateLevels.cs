using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// From |0…0⟩ a qubit stays |0⟩ until the first gate touches it. The level of a gate is the highest index bit that it or any gate
/// it depends on touches: with bits 0 … level in play it can already run, on a state of 2^(level+1) amplitudes.
/// Gates that act alike on a shared qubit (both as functions of Z, or both of X) commute there and do not depend on each other.
/// </summary>
internal static class GateLevels
{
    /// <summary>Level per gate; -1 for gates without qubits.</summary>
    public static int[] Compute(ReadOnlySpan<KernelGate> gates, int qubits)
    {
        var levels = new int[gates.Length];
        Span<QubitHistory> histories = stackalloc QubitHistory[qubits];
        histories.Fill(new(Action.None, -1, -1));
        for (int index = 0; index < gates.Length; index++)
        {
            levels[index] = Level(gates[index], histories);
        }

        return levels;
    }

    /// <summary>Indices of the gates, lowest level first, program order within a level.</summary>
    public static int[] Order(ReadOnlySpan<int> levels, int qubits)
    {
        var start = new int[qubits + 2];
        foreach (int level in levels)
        {
            start[level + 2]++;
        }

        for (int level = 1; level < start.Length; level++)
        {
            start[level] += start[level - 1];
        }

        var order = new int[levels.Length];
        for (int index = 0; index < levels.Length; index++)
        {
            order[start[levels[index] + 1]++] = index;
        }

        return order;
    }

    private static int Level(in KernelGate gate, Span<QubitHistory> histories)
    {
        // One-qubit gates stay where they are: next to their two-qubit gate they are nearly free, elsewhere they would spoil another chain.
        ulong diagonal = gate.IsSingle ? 0 : gate.DiagonalQubits;
        ulong flipped = gate.IsSingle ? 0 : gate.FlippedQubits;
        ulong qubits = gate.Qubits;
        int level = qubits == 0 ? -1 : BitOperations.Log2(qubits);
        for (ulong rest = qubits; rest != 0; rest &= rest - 1)
        {
            int qubit = BitOperations.TrailingZeroCount(rest);
            ref var history = ref histories[qubit];
            level = Math.Max(level, history.Action == ActionOn(qubit, diagonal, flipped) && history.Action != Action.Other ? history.Before : history.Latest);
        }

        for (ulong rest = qubits; rest != 0; rest &= rest - 1)
        {
            int qubit = BitOperations.TrailingZeroCount(rest);
            ref var history = ref histories[qubit];
            var action = ActionOn(qubit, diagonal, flipped);
            history = history.Action == action && action != Action.Other
                ? history with { Latest = Math.Max(history.Latest, level) }
                : new(action, history.Latest, level);
        }

        return level;
    }

    private static Action ActionOn(int qubit, ulong diagonal, ulong flipped) =>
        (diagonal >> qubit & 1) != 0 ? Action.Diagonal : (flipped >> qubit & 1) != 0 ? Action.Flip : Action.Other;

    private enum Action : byte
    {
        None,
        Diagonal,
        Flip,
        Other,
    }

    /// <summary>The current run of like actions on a qubit, the level before that run, and the highest level so far.</summary>
    private readonly record struct QubitHistory(Action Action, int Before, int Latest);
}
