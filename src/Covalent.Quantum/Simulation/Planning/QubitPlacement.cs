using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// Decides which index bit every qubit lives in. Swaps cost nothing: they only change the placement of what follows, and the
/// start state |0…0⟩ looks the same under any placement.
/// </summary>
internal static class QubitPlacement
{
    /// <summary>
    /// Where the qubits must live at the beginning so that after all swaps qubit q lives in bit <paramref name="layout"/>[q].
    /// </summary>
    public static int[] StartFor(IReadOnlyList<KernelGate> gates, ReadOnlySpan<int> layout)
    {
        var content = Identity(layout.Length);
        foreach (var gate in gates)
        {
            if (gate.Kind == KernelGateKind.Swap)
            {
                (content[gate.Target], content[gate.Other]) = (content[gate.Other], content[gate.Target]);
            }
        }

        var home = new int[layout.Length];
        for (int qubit = 0; qubit < content.Length; qubit++)
        {
            home[content[qubit]] = layout[qubit];
        }

        return home;
    }

    /// <summary>Gates over index bits, without swaps. <paramref name="home"/> says where each qubit lives and ends where the swaps lead.</summary>
    public static KernelGate[] Place(IReadOnlyList<KernelGate> gates, int[] home)
    {
        var placed = new List<KernelGate>(gates.Count);
        foreach (var gate in gates)
        {
            if (gate.Kind == KernelGateKind.Swap)
            {
                (home[gate.Target], home[gate.Other]) = (home[gate.Other], home[gate.Target]);
            }
            else
            {
                placed.Add(Move(gate, home));
            }
        }

        return [.. placed];
    }

    /// <summary>Every qubit in the bit of its own number.</summary>
    public static int[] Identity(int qubits) => [.. Enumerable.Range(0, qubits)];

    private static KernelGate Move(in KernelGate gate, ReadOnlySpan<int> home)
    {
        int[] targets = gate.Targets.Length == 0 ? gate.Targets : new int[gate.Targets.Length];
        for (int bit = 0; bit < targets.Length; bit++)
        {
            targets[bit] = home[gate.Targets[bit]];
        }

        return gate with
        {
            Target = gate.Target < 0 ? -1 : home[gate.Target],
            Controls = Move(gate.Controls, home),
            ControlValues = Move(gate.ControlValues, home),
            FlipMask = Move(gate.FlipMask, home),
            SignMask = Move(gate.SignMask, home),
            Targets = targets,
        };
    }

    private static ulong Move(ulong mask, ReadOnlySpan<int> home)
    {
        ulong moved = 0;
        for (; mask != 0; mask &= mask - 1)
        {
            moved |= 1UL << home[BitOperations.TrailingZeroCount(mask)];
        }

        return moved;
    }
}
