using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Reserves the native side of a plan: one call per instruction, its factors and tables, the shapes of the tiles.</summary>
internal static unsafe class ProgramCalls
{
    /// <summary>Reserves all calls; one more than instructions, for a factor on the whole state at the end.</summary>
    public static KernelCall* Allocate(ProgramPlan plan, KernelSet kernels, NativeArena arena, int indexBits, out int count, out int scratch)
    {
        count = plan.Sweeps.Sum(sweep => sweep.Instructions.Length);
        scratch = 64;
        var calls = arena.Allocate<KernelCall>(count + 1);
        int next = 0;
        foreach (var sweep in plan.Sweeps)
        {
            sweep.FirstCall = next;
            if (!sweep.Contiguous)
            {
                sweep.Shape = TileShapes.Create(sweep.TileMask, arena);
                sweep.Shape->FreshMask = (nint)((1UL << sweep.ActiveQubits) - (1UL << sweep.PreviousQubits));
            }

            var positions = Positions(sweep, indexBits);
            foreach (var instruction in sweep.Instructions)
            {
                var call = calls + next++;
                Allocate(call, instruction, sweep, positions, plan.Gates, kernels, arena, indexBits);
                scratch = Math.Max(scratch, call->ScratchBytes);
            }
        }

        calls[count].Coefficients = arena.AllocateBytes((nuint)kernels.CoefficientBytes);
        return calls;
    }

    /// <summary>Tile position of every index bit, -1 outside the tile.</summary>
    public static int[] Positions(Sweep sweep, int indexBits)
    {
        var positions = new int[indexBits];
        Array.Fill(positions, -1);
        for (int position = 0; position < sweep.Tile.Length; position++)
        {
            positions[sweep.Tile[position]] = position;
        }

        return positions;
    }

    private static void Allocate(
        KernelCall* call, Instruction instruction, Sweep sweep, int[] positions, KernelGate[] gates, KernelSet kernels, NativeArena arena, int indexBits)
    {
        call->Coefficients = arena.AllocateBytes((nuint)kernels.CoefficientBytes);
        call->Low = call->High = -1;
        if (instruction.Kind == InstructionKind.Polynomial)
        {
            kernels.AllocatePhasePolynomial(call, arena, sweep.Tile, indexBits, instruction.Reading);
            return;
        }

        if (instruction.Gate < 0 || instruction.Kind is InstructionKind.Pair)
        {
            return;
        }

        var gate = gates[instruction.Gate];
        call->InnerControls = Inner(gate.Controls, positions, out call->OuterControls);
        call->InnerValues = Inner(gate.ControlValues, positions, out call->OuterValues);
        call->FlipMask = Inner(gate.FlipMask, positions, out _);
        call->SignMask = Inner(gate.SignMask, positions, out call->OuterSignMask);
        switch (instruction.Kind)
        {
            case InstructionKind.Dense:
                kernels.AllocateDense(call, arena, TargetPositions(gate, positions));
                break;
            case InstructionKind.DiagonalTable:
                var outer = Array.ConvertAll(gate.Targets, qubit => positions[qubit] < 0 ? qubit : -1);
                kernels.AllocateDiagonalTable(call, arena, TargetPositions(gate, positions), outer);
                break;
            case InstructionKind.Permutation:
                kernels.AllocatePermutation(call, arena, TargetPositions(gate, positions), gate.Destinations);
                break;
        }
    }

    private static int[] TargetPositions(in KernelGate gate, int[] positions) => Array.ConvertAll(gate.Targets, qubit => positions[qubit]);

    /// <summary>Splits a mask over index bits into tile positions and the bits outside the tile.</summary>
    private static ulong Inner(ulong mask, int[] positions, out ulong outer)
    {
        ulong inner = 0;
        outer = 0;
        for (; mask != 0; mask &= mask - 1)
        {
            int bit = BitOperations.TrailingZeroCount(mask);
            if (positions[bit] >= 0)
            {
                inner |= 1UL << positions[bit];
            }
            else
            {
                outer |= 1UL << bit;
            }
        }

        return inner;
    }
}
