using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Joins lone one-qubit instructions of a sweep two by two: a pass over the tile costs the same for both.</summary>
internal static class SinglePairing
{
    public static List<Instruction> Pair(List<Instruction> instructions)
    {
        var output = new List<Instruction>(instructions.Count);
        int open = -1;
        ulong touched = 0;
        foreach (var instruction in instructions)
        {
            if (instruction.Kind != InstructionKind.Single)
            {
                output.Add(instruction);
                touched |= instruction.Mixing | instruction.Reading;
            }
            else if (open >= 0 && (instruction.Mixing & (touched | output[open].Mixing)) == 0)
            {
                output[open] = Join(output[open], instruction);
                touched |= instruction.Mixing;
                open = -1;
            }
            else
            {
                open = output.Count;
                touched = 0;
                output.Add(instruction);
            }
        }

        return output;
    }

    private static Instruction Join(Instruction first, Instruction second)
    {
        var (low, high) = first.Low < second.Low ? (first, second) : (second, first);
        return new(InstructionKind.Pair)
        {
            Low = low.Low,
            High = high.Low,
            LowChain = low.LowChain,
            HighChain = high.LowChain,
            Link = PairLink.None,
            TileMask = low.TileMask | high.TileMask,
            Mixing = low.Mixing | high.Mixing,
        };
    }
}
