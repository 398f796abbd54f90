using System.Numerics;
using Covalent.Quantum.Simulation.Expectation;
using Covalent.Quantum.Simulation.Files;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

public sealed class PauliSumTests
{
    public static TheoryData<string, string> KernelSets() => KernelAgreementTests.KernelSets();

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Mean_OfRandomWords_EqualsThePlainSum(string instructionSet, string precision)
    {
        var kernels = KernelTable.Get(Enum.Parse<InstructionSet>(instructionSet), Enum.Parse<Precision>(precision));
        for (int seed = 0; seed < 40; seed++)
        {
            int qubits = 1 + (seed % 12);
            using var state = RandomState(seed, qubits, kernels, out var amplitudes);
            var terms = RandomTerms(seed, qubits);
            using var sum = new PauliSum(terms, state.IndexBits, state.Layout, kernels);
            Assert.Equal(terms.Sum(term => Mean(term, amplitudes)), state.Mean(sum, threads: 1), kernels.Precision == Precision.Double ? 1e-12 : 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets))]
    public unsafe void Apply_RandomWords_EqualsThePlainSum(string instructionSet, string precision)
    {
        var kernels = KernelTable.Get(Enum.Parse<InstructionSet>(instructionSet), Enum.Parse<Precision>(precision));
        for (int seed = 100; seed < 140; seed++)
        {
            int qubits = 1 + (seed % 12);
            using var state = RandomState(seed, qubits, kernels, out var amplitudes);
            using var target = new StateVector(qubits, kernels);
            var terms = RandomTerms(seed, qubits);
            using var sum = new PauliSum(terms, state.IndexBits, state.Layout, kernels);
            sum.Apply(state.Amplitudes, target.Amplitudes, threads: 1);
            for (ulong index = 0; index < (ulong)amplitudes.Length; index++)
            {
                var expected = terms.Aggregate(Complex.Zero, (total, term) => total + (term.Coefficient * Image(term, amplitudes, index)));
                Assert.InRange(Complex.Abs(expected - target[index]), 0, kernels.Precision == Precision.Double ? 1e-12 : 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(16, 0.09684218)]
    [InlineData(20, -0.06748174)]
    [InlineData(22, 0.02498368)]
    public void Mean_OfTheBenchmarkHamiltonians_IsTheReferenceValue(int qubits, double expected)
    {
        var circuit = QctCircuit.Load(Path.Combine(AppContext.BaseDirectory, "Circuits", $"random_n{qubits}_d20.qct"));
        var hamiltonian = Hamiltonian.Load(Path.Combine(AppContext.BaseDirectory, "Circuits", $"pauli100_n{qubits}.ham"));
        foreach (var precision in Enum.GetValues<Precision>())
        {
            using var program = circuit.ToProgram().Build(new() { Precision = precision }, circuit.Parameters);
            using var state = new StateVector(qubits, program.Kernels);
            state.Run(program, Environment.ProcessorCount);
            using var sum = new PauliSum(hamiltonian.Terms, state.IndexBits, state.Layout, program.Kernels);
            Assert.Equal(expected, state.Mean(sum, threads: 1), precision == Precision.Double ? 1e-8 : 1e-4);
            Assert.Equal(state.Mean(sum, threads: 1), state.Mean(sum, threads: 3));
        }
    }

    private static StateVector RandomState(int seed, int qubits, KernelSet kernels, out Complex[] amplitudes)
    {
        amplitudes = new RandomPrograms(seed).State(qubits);
        var state = new StateVector(qubits, kernels);
        state.Load(amplitudes);
        return state;
    }

    private static PauliTerm[] RandomTerms(int seed, int qubits)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 25).Select(count => new PauliTerm(
            random.NextDouble() - 0.5, count % 3 == 0 ? 0 : (ulong)random.NextInt64(1L << qubits), (ulong)random.NextInt64(1L << qubits)))];
    }

    private static double Mean(PauliTerm term, Complex[] amplitudes)
    {
        var sum = Complex.Zero;
        for (ulong index = 0; index < (ulong)amplitudes.Length; index++)
        {
            sum += Complex.Conjugate(amplitudes[index]) * Image(term, amplitudes, index);
        }

        return term.Coefficient * sum.Real;
    }

    private static Complex Image(PauliTerm term, Complex[] amplitudes, ulong index)
    {
        ulong source = index ^ term.Flips;
        var factor = Complex.Pow(Complex.ImaginaryOne, BitOperations.PopCount(term.Flips & term.Signs));
        return ((BitOperations.PopCount(source & term.Signs) & 1) == 0 ? factor : -factor) * amplitudes[source];
    }
}
