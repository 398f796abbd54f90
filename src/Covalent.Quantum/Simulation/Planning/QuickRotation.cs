using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// A chain that is one rotation. With a new angle its kernel stays the same, only two factors change: most of what a variational loop
/// binds is of this kind.
/// </summary>
/// <param name="Slot">Slot of the angle.</param>
/// <param name="Kind">Which rotation.</param>
/// <param name="Position">Place in the tile.</param>
/// <param name="IsUpper">Whether it is the upper operator of a pair.</param>
internal readonly record struct QuickRotation(int Slot, KernelGateKind Kind, int Position, bool IsUpper)
{
    /// <summary>The rotations of an instruction; empty when it holds anything else.</summary>
    public static QuickRotation[] Of(Instruction instruction, KernelGate[] gates, int low, int high)
    {
        if (instruction.Kind is not (InstructionKind.Single or InstructionKind.Pair) || instruction.Link == PairLink.Phase)
        {
            return [];
        }

        var rotations = new List<QuickRotation>(2);
        return TryAdd(rotations, instruction.LowChain, gates, low, isUpper: false) && TryAdd(rotations, instruction.HighChain, gates, high, isUpper: true)
            ? [.. rotations]
            : [];
    }

    private static bool TryAdd(List<QuickRotation> rotations, int[] chain, KernelGate[] gates, int position, bool isUpper)
    {
        if (chain.Length == 0)
        {
            return true;
        }

        var gate = gates[chain[0]];
        if (chain.Length > 1 || gate.Slot < 0)
        {
            return false;
        }

        rotations.Add(new(gate.Slot, gate.Kind, position, isUpper));
        return true;
    }
}
