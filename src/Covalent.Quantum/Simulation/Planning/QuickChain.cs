using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// A chain whose kernel stays the same when its angles change, so that re-binding only rewrites factors: one rotation, or any product
/// that needs the general kernel. Most of what a variational loop binds is of this kind.
/// </summary>
/// <param name="Gates">The chain.</param>
/// <param name="Slot">Slot of the angle of a single rotation; -1 for a product.</param>
/// <param name="Kind">Which rotation.</param>
/// <param name="Position">Place in the tile.</param>
/// <param name="IsUpper">Whether it is the upper operator of a pair.</param>
internal readonly record struct QuickChain(int[] Gates, int Slot, KernelGateKind Kind, int Position, bool IsUpper)
{
    /// <summary>The chains of an instruction; empty when it is of another kind.</summary>
    public static QuickChain[] Of(Instruction instruction, KernelGate[] gates, int low, int high)
    {
        if (instruction.Kind is not (InstructionKind.Single or InstructionKind.Pair) || instruction.Link == PairLink.Phase)
        {
            return [];
        }

        var chains = new List<QuickChain>(2);
        Add(chains, instruction.LowChain, gates, low, isUpper: false);
        Add(chains, instruction.HighChain, gates, high, isUpper: true);
        return [.. chains];
    }

    private static void Add(List<QuickChain> chains, int[] chain, KernelGate[] gates, int position, bool isUpper)
    {
        if (chain.Length > 0)
        {
            var first = gates[chain[0]];
            chains.Add(new(chain, chain.Length == 1 ? first.Slot : -1, first.Kind, position, isUpper));
        }
    }
}
