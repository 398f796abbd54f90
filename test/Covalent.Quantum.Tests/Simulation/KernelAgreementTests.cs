using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Reference;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

/// <summary>Every kernel, on every instruction set and precision, against the plain reference on seeded random circuits.</summary>
public sealed class KernelAgreementTests
{
    public static TheoryData<string, string> KernelSets()
    {
        var sets = new TheoryData<string, string>();
        foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(KernelTable.IsSupported))
        {
            sets.Add(instructionSet.ToString(), nameof(Precision.Double));
            sets.Add(instructionSet.ToString(), nameof(Precision.Single));
        }

        return sets;
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Kernels_OnRandomCircuits_AgreeWithTheReference(string instructionSet, string precision)
    {
        for (int seed = 0; seed < 160; seed++)
        {
            int qubits = 1 + (seed % 12);
            var builder = new RandomPrograms(seed).Create(qubits, 30);
            AssertAgree(builder, GateReference.Run(builder), Options(instructionSet, precision), $"seed {seed}, {qubits} qubits");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Kernels_GateByGate_AgreeWithTheReference(string instructionSet, string precision)
    {
        for (int seed = 1000; seed < 1060; seed++)
        {
            int qubits = 1 + (seed % 9);
            var builder = new RandomPrograms(seed).Create(qubits, 20);
            var options = Options(instructionSet, precision) with { Fuse = false, TileBytes = 1 << 10 };
            AssertAgree(builder, GateReference.Run(builder), options, $"seed {seed}, {qubits} qubits");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Kernels_InSmallTiles_AgreeWithTheReference(string instructionSet, string precision)
    {
        for (int seed = 2000; seed < 2060; seed++)
        {
            var builder = new RandomPrograms(seed).Create(11, 60);
            var options = Options(instructionSet, precision) with { TileBytes = 1 << 11 };
            AssertAgree(builder, GateReference.Run(builder), options, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Kernels_FromAGivenState_AgreeWithTheReference(string instructionSet, string precision)
    {
        for (int seed = 3000; seed < 3040; seed++)
        {
            int qubits = 1 + (seed % 11);
            var random = new RandomPrograms(seed);
            var start = random.State(qubits);
            var builder = random.Create(qubits, 30);
            var options = Options(instructionSet, precision) with { FromZero = false, TileBytes = 1 << 12 };
            using var program = builder.Build(options);
            using var state = new StateVector(qubits, program.Kernels);
            state.Load(start);
            state.Run(program, threads: 1);
            AssertClose(GateReference.Run(builder, start), state, options.Precision, $"seed {seed}, {qubits} qubits");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Program_BoundToNewAngles_EqualsAFreshOne(string instructionSet, string precision)
    {
        for (int seed = 4000; seed < 4030; seed++)
        {
            var random = new RandomPrograms(seed, parametric: true);
            var builder = random.CreateVariational(6, 40);
            double[] first = random.Parameters;
            double[] second = Array.ConvertAll(first, _ => random.Value());
            using var program = builder.Build(Options(instructionSet, precision), first);
            program.Bind(second);
            using var state = new StateVector(6, program.Kernels);
            state.Run(program, threads: 1);
            AssertClose(GateReference.Run(builder, second), state, program.Kernels.Precision, $"seed {seed}");
        }
    }

    [Fact]
    public void Run_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        for (int seed = 5000; seed < 5004; seed++)
        {
            var builder = new RandomPrograms(seed).Create(16, 80);
            using var program = builder.Build(new() { TileBytes = 1 << 16 });
            using var alone = new StateVector(16, program.Kernels);
            using var together = new StateVector(16, program.Kernels);
            alone.Run(program, threads: 1);
            foreach (int threads in new[] { 2, 3, 5 })
            {
                together.Run(program, threads);
                Assert.Equal(alone.ToArray(), together.ToArray());
            }
        }
    }

    private static KernelProgramOptions Options(string instructionSet, string precision) => new()
    {
        InstructionSet = Enum.Parse<InstructionSet>(instructionSet),
        Precision = Enum.Parse<Precision>(precision),
    };

    private static void AssertAgree(KernelProgramBuilder builder, Complex[] expected, KernelProgramOptions options, string what)
    {
        using var program = builder.Build(options);
        using var state = new StateVector(builder.Qubits, program.Kernels);
        state.Run(program, threads: 1);
        AssertClose(expected, state, options.Precision, what);
    }

    private static void AssertClose(Complex[] expected, StateVector state, Precision precision, string what)
    {
        double tolerance = precision == Precision.Double ? 1e-12 : 3e-5;
        double worst = 0;
        for (int index = 0; index < expected.Length; index++)
        {
            double difference = Complex.Abs(expected[index] - state[(ulong)index]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        Assert.True(worst < tolerance, $"{what}: largest difference {worst}");
    }
}
