using System.Numerics;
using Covalent.Quantum.Simulation.Adjoint;
using Covalent.Quantum.Simulation.Expectation;
using Covalent.Quantum.Simulation.Files;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Reference;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

public sealed class AdjointGradientTests
{
    public static TheoryData<string, string> KernelSets() => KernelAgreementTests.KernelSets();

    [Theory]
    [MemberData(nameof(KernelSets))]
    public void Gradient_OfRandomCircuits_EqualsDifferencesOfTheReference(string instructionSet, string precision)
    {
        for (int seed = 0; seed < 36; seed++)
        {
            int qubits = 1 + (seed % 6);
            var random = new RandomPrograms(seed, parametric: true);
            var builder = random.Create(qubits, 16);
            double[] parameters = random.Parameters;
            PauliTerm[][] observables = [[new(0.7, 1, 0), new(-0.4, 0, 1UL << (qubits - 1))], [new(1.3, 1UL << (qubits / 2), 1UL << (qubits / 2))]];
            var options = new KernelProgramOptions
            {
                InstructionSet = Enum.Parse<InstructionSet>(instructionSet),
                Precision = Enum.Parse<Precision>(precision),
                TileBytes = seed % 2 == 0 ? 1 << 19 : 1 << 9,
            };
            using var program = builder.Build(options, parameters);
            using var gradient = new AdjointGradient(program);
            gradient.Bind(parameters);
            using var state = new StateVector(qubits, program.Kernels);

            var means = gradient.Run(state, observables, parameters.Length, threads: 1, out var jacobian);

            double tolerance = options.Precision == Precision.Double ? 1e-9 : 2e-4;
            for (int index = 0; index < observables.Length; index++)
            {
                Assert.Equal(Mean(builder, parameters, observables[index]), means[index], tolerance);
                for (int parameter = 0; parameter < parameters.Length; parameter++)
                {
                    double expected = Difference(builder, parameters, parameter, observables[index]);
                    Assert.True(Math.Abs(expected - jacobian[index, parameter]) < tolerance, $"seed {seed}, parameter {parameter}: {expected} {jacobian[index, parameter]}");
                }
            }
        }
    }

    [Fact]
    public void Gradient_OfEntanglingLayers_IsTheReferenceValue()
    {
        var circuit = QctCircuit.Load(Path.Combine(AppContext.BaseDirectory, "Circuits", "sel_n20_l3.qct"));
        var hamiltonian = Hamiltonian.Load(Path.Combine(AppContext.BaseDirectory, "Circuits", "ising_n20.ham"));
        foreach (int threads in new[] { 1, 2 })
        {
            using var program = circuit.ToProgram().Build(new(), circuit.Parameters);
            using var gradient = new AdjointGradient(program);
            gradient.Bind(circuit.Parameters);
            using var state = new StateVector(circuit.Qubits, program.Kernels);

            gradient.Run(state, [hamiltonian.Terms], circuit.Parameters.Length, threads, out var jacobian);

            double norm = Math.Sqrt(jacobian.Cast<double>().Sum(entry => entry * entry));
            Assert.Equal(180, jacobian.Length);
            Assert.Equal(0.17318809, norm, 1e-8);
            Assert.Equal(0, jacobian[0, 0], 1e-8);
            Assert.Equal(-0.00611638, jacobian[0, 1], 1e-8);
            Assert.Equal(0.02482689, jacobian[0, 2], 1e-8);
        }
    }

    private static double Difference(KernelProgramBuilder builder, double[] parameters, int index, PauliTerm[] observable)
    {
        const double Step = 1e-3;
        return ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);

        double At(double step)
        {
            var shifted = parameters.ToArray();
            shifted[index] += step;
            return Mean(builder, shifted, observable);
        }
    }

    private static double Mean(KernelProgramBuilder builder, double[] parameters, PauliTerm[] observable)
    {
        var state = GateReference.Run(builder, parameters);
        double mean = 0;
        foreach (var term in observable)
        {
            for (ulong index = 0; index < (ulong)state.Length; index++)
            {
                ulong source = index ^ term.Flips;
                var factor = Complex.Pow(Complex.ImaginaryOne, BitOperations.PopCount(term.Flips & term.Signs));
                double sign = (BitOperations.PopCount(source & term.Signs) & 1) == 0 ? 1 : -1;
                mean += term.Coefficient * sign * (Complex.Conjugate(state[index]) * factor * state[source]).Real;
            }
        }

        return mean;
    }
}
