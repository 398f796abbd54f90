using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.StateVector;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Tests.Simulation;

public sealed class EngineTests
{
    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 2)]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    public void ACancelledRun_Ends_OnAnyNumberOfThreads_AndTheNextOneIsRight(int qubits, int threads)
    {
        using var program = new RandomPrograms(3).Create(qubits, 200).Build(new(), []);
        using (var cancelled = new StateVector(qubits, program.Kernels) { CancellationToken = new(canceled: true) })
        {
            Assert.Throws<OperationCanceledException>(() => cancelled.Run(program, threads));
            Assert.Throws<OperationCanceledException>(() => cancelled.Probabilities([0], threads));
        }

        using var after = new StateVector(qubits, program.Kernels);
        after.Run(program, threads);
        Assert.Equal(1, after.Probabilities([0], threads).Sum(), 1e-9);
    }

    [Fact]
    public void BitInsertion_WithAndWithoutTheInstruction_Agree()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 1000; trial++)
        {
            ulong holes = (ulong)random.NextInt64() & (ulong)random.NextInt64() & ((1UL << 40) - 1);
            ulong value = (ulong)random.NextInt64(1L << 20);
            Assert.Equal(BitInsertion.SpreadPortable(value, holes), BitInsertion.Spread(value, holes));
            Assert.Equal(value, BitInsertion.Extract(BitInsertion.Spread(value, holes), ~holes) & ((1UL << 20) - 1));
        }
    }

    [Fact]
    public void KernelTable_Wish_NarrowsButNeverWidens()
    {
        Assert.Equal(InstructionSet.Scalar, KernelTable.Choose("scalar"));
        Assert.Equal(KernelTable.Choose(null), KernelTable.Choose("no such thing"));
        Assert.True(KernelTable.IsSupported(KernelTable.Choose("avx512")));
        Assert.True(KernelTable.Choose("avx2") <= KernelTable.Choose(null));
    }

    [Fact]
    public void Rotation_OfProducts_EqualsTheMatrices()
    {
        var random = new Random(4);
        var rotation = Rotation.None;
        var matrix = Matrix2.Identity;
        for (int step = 0; step < 50; step++)
        {
            var (sin, cos) = Math.SinCos(random.NextDouble() * 7);
            (Rotation Rotation, Matrix2 Matrix) next = (step % 3) switch
            {
                0 => (new(cos, sin, 0, 0), Matrix2.RotationX(sin, cos)),
                1 => (new(cos, 0, sin, 0), Matrix2.RotationY(sin, cos)),
                _ => (new(cos, 0, 0, sin), Matrix2.RotationZ(sin, cos)),
            };
            rotation = next.Rotation * rotation;
            matrix = next.Matrix * matrix;
            Assert.InRange(rotation.Matrix.Distance(matrix), 0, 1e-13);
            Assert.True(Rotation.TryOf(matrix, out var again, out var phase));
            Assert.InRange((phase * again.Matrix).Distance(matrix), 0, 1e-13);
        }
    }

    [Fact]
    public void StateVector_LargerThanMemory_IsRefusedWithBothFigures()
    {
        var error = Assert.Throws<SimulatorMemoryException>(() => new StateVector(44, KernelTable.Get(InstructionSet.Scalar, Precision.Double)));

        Assert.Equal(1L << 48, error.RequiredBytes);
        Assert.Contains("268435456 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Circuits_RunSideBySide_DoNotDisturbEachOther()
    {
        var builder = new RandomPrograms(9).Create(15, 60);
        using var reference = new StateVector(15, KernelTable.Get(KernelTable.Best, Precision.Double));
        using var program = builder.Build(new());
        reference.Run(program, threads: 1);
        var expected = reference.ToArray();

        await Parallel.ForAsync(0, 24, (_, _) =>
        {
            using var state = new StateVector(15, reference.Kernels);
            for (int run = 0; run < 5; run++)
            {
                state.Run(program, threads: 3);
            }

            Assert.Equal(expected, state.ToArray());
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void TeamLoop_ManyTimes_RunsEveryChunkExactlyOnce()
    {
        for (int round = 0; round < 500; round++)
        {
            var counts = new int[37];
            TeamLoop.Run(counts.Length, threads: 4, chunk => Interlocked.Increment(ref counts[chunk]));
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Program_RunAgainAndAgain_AllocatesNoMoreThanItsBookkeeping()
    {
        using var program = new RandomPrograms(2).CreateVariational(8, 60).Build(new());
        using var state = new StateVector(8, program.Kernels);
        state.Run(program, threads: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int run = 0; run < 100; run++)
        {
            state.Run(program, threads: 1);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 256);
    }
}
