using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Tests.Simulation;

public sealed class PlanningTests
{
    [Fact]
    public void GateLevels_OfALadder_RiseWithTheQubits()
    {
        var builder = new KernelProgramBuilder(4).Hadamard(0).ControlledNot(0, 1).ControlledNot(1, 2).Hadamard(0).ControlledNot(2, 3).RotationX(1, 0.1);

        Assert.Equal([0, 1, 2, 1, 3, 2], GateLevels.Compute([.. builder.Gates], 4));
    }

    [Fact]
    public void GateLevels_OfCommutingControls_DoNotDependOnEachOther()
    {
        var builder = new KernelProgramBuilder(4).ControlledNot(0, 3).ControlledNot(0, 1).Phase(0, 0.3, controls: 0b100).RotationZ(0, 0.2).ControlledNot(0, 1);

        Assert.Equal([3, 1, 2, 3, 3], GateLevels.Compute([.. builder.Gates], 4));
    }

    [Fact]
    public void GateLevels_Order_KeepsTheProgramOrderWithinALevel() =>
        Assert.Equal([1, 3, 2, 0, 4], GateLevels.Order([3, 0, 2, 0, 3], 4));

    [Fact]
    public void QubitPlacement_AfterSwaps_EndsInTheWantedLayout()
    {
        var builder = new KernelProgramBuilder(4).Swap(0, 3).Hadamard(0).Swap(1, 3).Swap(2, 0);
        int[] wanted = [2, 0, 3, 1];
        int[] home = QubitPlacement.StartFor(builder.Gates, wanted);

        var placed = QubitPlacement.Place(builder.Gates, home);

        Assert.Equal(wanted, home);
        Assert.Single(placed);
        Assert.Equal(wanted[2], placed[0].Target);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(19)]
    [InlineData(26)]
    public void StagePlanner_Sizes_AscendToTheWholeStateInStepsThatFitATile(int qubits)
    {
        var builder = new KernelProgramBuilder(qubits);
        for (int layer = 0; layer < 8; layer++)
        {
            for (int qubit = layer % 2; qubit + 1 < qubits; qubit += 2)
            {
                builder.RotationY(qubit, 0.3).ControlledNot(qubit, qubit + 1);
            }
        }

        KernelGate[] gates = [.. builder.Gates];
        int[] sizes = StagePlanner.Choose(gates, GateLevels.Compute(gates, qubits), qubits, 4, tileQubits: 15, segmentQubits: 4, out double estimate);

        Assert.Equal(qubits, sizes[^1]);
        Assert.True(estimate > 0);
        for (int stage = 1; stage < sizes.Length; stage++)
        {
            Assert.True(sizes[stage] > sizes[stage - 1]);
            Assert.True(sizes[stage] <= 15 || sizes[stage] - sizes[stage - 1] <= 11);
        }
    }

    [Fact]
    public void SweepPlanner_Sweeps_RunEveryInstructionOnceInsideItsTileAndInOrder()
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var builder = new RandomPrograms(seed).Create(20, 120);
            KernelGate[] gates = QubitPlacement.Place(builder.Gates, QubitPlacement.Identity(20));
            int[] order = [.. Enumerable.Range(0, gates.Length)];
            var instructions = new GateFusion(gates, 20).Fuse(order, last: true);

            var sweeps = SweepPlanner.Plan([.. instructions], 20, fresh: 0, tileQubits: 10, segmentQubits: 4);

            foreach (var sweep in sweeps)
            {
                Assert.All(sweep.Instructions, instruction => Assert.Equal(0UL, instruction.TileMask & ~sweep.TileMask));
            }

            AssertOrderIsKept(gates, [.. sweeps.SelectMany(sweep => sweep.Instructions).SelectMany(Gates)]);
        }
    }

    [Fact]
    public void SweepPlanner_FreshQubits_AreAllInTheFirstTile()
    {
        var builder = new KernelProgramBuilder(18).ControlledNot(0, 17).Hadamard(16).ControlledNot(3, 12);
        KernelGate[] gates = [.. builder.Gates];
        var instructions = new GateFusion(gates, 18).Fuse([0, 1, 2], last: true);

        var sweeps = SweepPlanner.Plan(instructions, 18, fresh: 0b111UL << 15, tileQubits: 10, segmentQubits: 4);

        Assert.Equal(0b111UL << 15, sweeps[0].TileMask & (0b111UL << 15));
    }

    [Fact]
    public void Program_WithSwapsOnly_MovesNothing()
    {
        var builder = new KernelProgramBuilder(6).Hadamard(1).Swap(1, 4).Swap(0, 5);
        using var program = builder.Build(new());

        Assert.Equal(1, program.Operations);
    }

    [Fact]
    public void Program_OfAQuarterTurnLadder_StartsSmall()
    {
        var builder = new KernelProgramBuilder(18);
        for (int qubit = 0; qubit + 1 < 18; qubit++)
        {
            builder.RotationY(qubit, 0.4).ControlledNot(qubit, qubit + 1);
        }

        using var upward = builder.Build(new());
        Assert.True(upward.Sweeps.Where(sweep => sweep.ActiveQubits == 18).Sum(sweep => sweep.Instructions.Length) <= 4);

        // The same ladder from the other end is as cheap: the qubits are placed in reverse.
        var mirrored = new KernelProgramBuilder(18);
        for (int qubit = 17; qubit > 0; qubit--)
        {
            mirrored.RotationY(qubit, 0.4).ControlledNot(qubit, qubit - 1);
        }

        using var downward = mirrored.Build(new());
        Assert.Equal(17, downward.Layout[0]);
        Assert.True(downward.Sweeps.Where(sweep => sweep.ActiveQubits == 18).Sum(sweep => sweep.Instructions.Length) <= 4);
    }

    private static IEnumerable<int> Gates(Instruction instruction)
    {
        IEnumerable<int> closing = instruction.Gate >= 0 ? [instruction.Gate] : [];
        return [.. instruction.LowChain, .. instruction.HighChain, .. closing, .. instruction.Phases];
    }

    /// <summary>Gates that do not commute on a shared qubit keep their order; none is lost.</summary>
    private static void AssertOrderIsKept(KernelGate[] gates, int[] run)
    {
        var place = new int[gates.Length];
        Array.Fill(place, -1);
        for (int at = 0; at < run.Length; at++)
        {
            place[run[at]] = at;
        }

        for (int second = 0; second < gates.Length; second++)
        {
            if (gates[second].Kind == KernelGateKind.GlobalPhase)
            {
                continue;
            }

            Assert.True(place[second] >= 0);
            for (int first = 0; first < second; first++)
            {
                ulong shared = gates[first].Qubits & gates[second].Qubits;
                if ((shared & ~(gates[first].DiagonalQubits & gates[second].DiagonalQubits)) != 0)
                {
                    Assert.True(place[first] < place[second], $"gate {first} must run before {second}");
                }
            }
        }
    }
}
