using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// Decides which index bit every qubit lives in. Swaps cost nothing: they only change the placement of what follows, and the
/// start state |0…0⟩ looks the same under any placement.
/// </summary>
internal static class QubitPlacement
{
    /// <summary>Gates over index bits, without swaps, such that at the end qubit q lives in bit <paramref name="layout"/>[q].</summary>
    public static KernelGate[] Place(IReadOnlyList<KernelGate> gates, ReadOnlySpan<int> layout)
    {
        Span<int> home = stackalloc int[layout.Length];
        Start(gates, layout, home);
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

    /// <summary>Gates as they are; swaps become three controlled NOTs. For programs that start from a given state.</summary>
    public static KernelGate[] Keep(IReadOnlyList<KernelGate> gates, int pauliX)
    {
        var kept = new List<KernelGate>(gates.Count);
        foreach (var gate in gates)
        {
            if (gate.Kind != KernelGateKind.Swap)
            {
                kept.Add(gate);
                continue;
            }

            foreach (var (control, target) in new[] { (gate.Target, gate.Other), (gate.Other, gate.Target), (gate.Target, gate.Other) })
            {
                kept.Add(new(KernelGateKind.Fixed)
                {
                    Target = target,
                    Controls = 1UL << control,
                    ControlValues = 1UL << control,
                    Matrix = pauliX,
                    IsFlip = true,
                });
            }
        }

        return [.. kept];
    }

    /// <summary>The placement at the beginning from which the swaps lead to the wanted one at the end.</summary>
    private static void Start(IReadOnlyList<KernelGate> gates, ReadOnlySpan<int> layout, Span<int> home)
    {
        Span<int> content = stackalloc int[layout.Length];
        for (int qubit = 0; qubit < content.Length; qubit++)
        {
            content[qubit] = qubit;
        }

        foreach (var gate in gates)
        {
            if (gate.Kind == KernelGateKind.Swap)
            {
                (content[gate.Target], content[gate.Other]) = (content[gate.Other], content[gate.Target]);
            }
        }

        for (int qubit = 0; qubit < content.Length; qubit++)
        {
            home[content[qubit]] = layout[qubit];
        }
    }

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
