using Covalent.Quantum.Simulation.Files;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Tests.Simulation;

/// <summary>Probabilities on which at least two independent simulators agree, for the circuits in the Circuits folder.</summary>
public sealed class ReferenceCircuitTests
{
    public static TheoryData<string, double, double, double> Probabilities() => new()
    {
        { "random_n4_d20", 2.871018e-01, 4.610686e-02, 5.656618e-02 },
        { "random_n6_d20", 7.476079e-03, 5.313916e-03, 4.488810e-02 },
        { "random_n8_d20", 8.487637e-04, 5.226949e-03, 1.377336e-02 },
        { "random_n10_d20", 3.490699e-04, 9.580962e-04, 1.820971e-04 },
        { "random_n16_d20", 2.149797e-05, 1.017914e-05, 2.257282e-05 },
        { "random_n20_d20", 1.067042e-06, 7.062258e-07, 2.016882e-06 },
        { "random_n22_d20", 8.427573e-08, 1.110565e-08, 6.711537e-09 },
        { "qft_n20", 1.038964e-07, 1.606953e-07, 2.138648e-07 },
        { "qft_n22", 2.260579e-10, 1.548518e-10, 4.268766e-10 },
        { "iqp_n20", 2.333746e-02, 1.793711e-05, 4.635738e-08 },
        { "iqp_n22", 2.926783e-02, 2.333025e-05, 8.555886e-10 },
        { "sel_n16_l3", 6.091676e-07, 1.165636e-05, 1.431492e-05 },
        { "sel_n20_l3", 2.906300e-06, 1.408791e-06, 6.860612e-07 },
    };

    [Theory]
    [MemberData(nameof(Probabilities))]
    public void Circuit_InDoublePrecision_HasTheReferenceProbabilities(string name, double p0, double p1, double pk) =>
        AssertProbabilities(name, Precision.Double, 1e-6, p0, p1, pk);

    [Theory]
    [MemberData(nameof(Probabilities))]
    public void Circuit_InSinglePrecision_HasTheReferenceProbabilities(string name, double p0, double p1, double pk) =>
        AssertProbabilities(name, Precision.Single, 5e-3, p0, p1, pk);

    [Theory]
    [InlineData("random_n24_d20", 3.312971e-07, 5.956183e-08, 7.969295e-08)]
    [InlineData("qft_n24", 1.120376e-13, 3.916063e-11, 3.515234e-08)]
    [InlineData("iqp_n24", 2.588798e-02, 4.405673e-06, 9.389665e-11)]
    public void Circuit_OfTwentyFourQubits_HasTheReferenceProbabilities(string name, double p0, double p1, double pk)
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 4L << 30)
        {
            Assert.Skip("Needs 4 GiB of memory.");
        }

        AssertProbabilities(name, Precision.Double, 1e-6, p0, p1, pk);
    }

    private static void AssertProbabilities(string name, Precision precision, double tolerance, params ReadOnlySpan<double> expected)
    {
        var circuit = QctCircuit.Load(Path.Combine(AppContext.BaseDirectory, "Circuits", name + ".qct"));
        using var program = circuit.ToProgram().Build(new() { Precision = precision }, circuit.Parameters);
        using var state = new StateVector(circuit.Qubits, program.Kernels);
        state.Run(program, Environment.ProcessorCount);
        ulong[] indices = [0, 1, 0x5a5a5a5a5aUL % (1UL << circuit.Qubits)];
        for (int at = 0; at < indices.Length; at++)
        {
            var amplitude = state[indices[at]];
            double probability = (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);
            Assert.InRange(probability, expected[at] * (1 - tolerance), expected[at] * (1 + tolerance));
        }
    }
}
