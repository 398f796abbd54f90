using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

/// <summary>A program bound again and again must do what a program planned for the same angles does, also where an angle needs another kernel.</summary>
public sealed class RebindingTests
{
    [Theory]
    [InlineData(Precision.Double, 1e-12)]
    [InlineData(Precision.Single, 1e-4)]
    public void Rebinding_ThroughEveryKindOfAngle_EqualsAFreshPlan(Precision precision, double tolerance)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new RandomPrograms(seed, parametric: true);
            int qubits = 1 + (seed % 7);
            var builder = seed % 2 == 0 ? random.CreateVariational(qubits, 60) : random.Create(qubits, 40);
            using var rebound = builder.Build(new() { Precision = precision }, random.Parameters);
            for (int round = 0; round < 6; round++)
            {
                double[] angles = Array.ConvertAll(random.Parameters, _ => random.Value());
                rebound.Bind(angles);
                using var fresh = builder.Build(new() { Precision = precision }, angles);

                AssertSame(Run(fresh), Run(rebound), tolerance);
            }
        }
    }

    [Fact]
    public void PendingInstructions_WithAHardlyUsedQubit_StillPlansEveryGate()
    {
        const int Qubits = 18;
        var builder = new KernelProgramBuilder(Qubits);
        for (int gate = 0; gate < 30_000; gate++)
        {
            builder.RotationY(gate % (Qubits - 1), 0.1).ControlledNot(gate % (Qubits - 1), (gate + 7) % (Qubits - 1));
        }

        builder.Hadamard(Qubits - 1);
        var plan = ProgramPlan.Create(builder.Gates, Qubits, KernelTable.Get(KernelTable.Best, Precision.Double), new());

        int planned = plan.Sweeps.Sum(sweep => sweep.Instructions.Sum(instruction =>
            instruction.LowChain.Length + instruction.HighChain.Length + instruction.Phases.Count + (instruction.Gate >= 0 ? 1 : 0)));
        Assert.Equal(60_001, planned);
    }

    private static Complex[] Run(KernelProgram program)
    {
        using var state = new StateVector(program.Qubits, program.Kernels);
        state.Run(program, 1);
        return state.ToArray();
    }

    private static void AssertSame(Complex[] expected, Complex[] actual, double tolerance)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.InRange(Complex.Abs(expected[index] - actual[index]), 0, tolerance);
        }
    }
}
