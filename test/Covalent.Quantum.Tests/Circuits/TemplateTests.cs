using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Circuits;

public sealed class TemplateTests
{
    [Fact]
    public void IqpEmbedding_DocumentedExamples_GiveTheExactProbabilitiesAndNotThePrintedOnes()
    {
        var examples = QuantumReference.Root.GetProperty("doc_examples").EnumerateArray().Where(static entry => entry.TryGetProperty("exact", out _));
        Assert.All(examples, example =>
        {
            var circuit = Circuit.Build(q =>
            {
                q.IqpEmbedding(example.GetProperty("x").Doubles(), wires: [0, 1]);
                q.H(1);
                q.Probs(0, 1);
            });

            Near.Equal(example.GetProperty("exact").Doubles(), (double[])new Device("default.qubit", wires: 2).Execute(circuit).Get(0));
        });
    }

    [Fact]
    public void IqpEmbedding_Pattern_AddsTheReferenceOperations() => AssertOperations("iqp3_pattern", q =>
    {
        q.IqpEmbedding(new double[] { 1, 2, 3 }, [2, 0, 1], pattern: [(2, 0), (0, 1)]);
        q.H(0);
        q.H(1);
        q.H(2);
    });

    [Fact]
    public void StronglyEntanglingLayers_DefaultRanges_AddsTheReferenceOperations() => AssertOperations("strongly_entangling_layers", q =>
        q.StronglyEntanglingLayers(new double[,,] { { { 0.1, 0.2, 0.3 }, { 0.4, 0.5, 0.6 }, { 0.7, 0.8, 0.9 } }, { { -0.1, 0.15, -0.2 }, { 0.25, -0.3, 0.35 }, { -0.4, 0.45, -0.5 } } }, [0, 1, 2]));

    [Fact]
    public void BasicEntanglerLayers_ThreeWires_AddsTheReferenceOperations() =>
        AssertOperations("basic_entangler_layers", q => q.BasicEntanglerLayers(new[,] { { 0.1, 0.2, 0.3 } }, [0, 1, 2]));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    public void BasicEntanglerLayers_FewWires_HaveTheirOwnRing(int wires, int entanglers)
    {
        var circuit = Circuit.Build(q => q.BasicEntanglerLayers(new double[wires], Wires.Range(wires)));

        Assert.Equal(entanglers, circuit.Operations.Count(static operation => operation.Name == "CNOT"));
    }

    [Fact]
    public void Qft_OnThreeWires_IsTheDiscreteFourierTransform()
    {
        var unitary = Circuit.Build(q => q.Qft(0, 1, 2)).Unitary();

        for (var row = 0; row < 8; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                var expected = Complex.FromPolarCoordinates(Math.Sqrt(0.125), 2 * Math.PI * row * column / 8);
                Assert.True(Complex.Abs(expected - unitary[row, column]) < 1e-12);
            }
        }
    }

    [Fact]
    public void GroverOperator_OnThreeWires_ReflectsAboutTheUniformState()
    {
        var unitary = Circuit.Build(q => q.GroverOperator(0, 1, 2)).Unitary();

        for (var row = 0; row < 8; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                Assert.True(Complex.Abs((2.0 / 8) - (row == column ? 1 : 0) - unitary[row, column]) < 1e-12);
            }
        }
    }

    [Fact]
    public void QuantumPhaseEstimation_OfAPhase_GivesTheReferenceProbabilities()
    {
        var expected = QuantumReference.Entry("circuits", "phase_estimation").GetProperty("expected").GetProperty("probs")[0].GetProperty("value").Doubles();
        var circuit = Circuit.Build(q =>
        {
            q.X(3);
            q.QuantumPhaseEstimation(new Gate(GateKind.PhaseShift, 3, 2 * Math.PI * 0.3), [0, 1, 2]);
            q.Probs(0, 1, 2);
        });

        Near.Equal(expected, (double[])new Device("default.qubit").Execute(circuit).Get(0));
    }

    [Fact]
    public void TimeEvolution_CommutingTerms_IsExact()
    {
        var hamiltonian = (0.7 * Z(0)) + (0.4 * (Z(0) * Z(1))) + 0.2;
        Complex[] Phases(double sign) => [.. new[] { 1.3, 0.5, -0.9, -0.1 }.Select(energy => Complex.FromPolarCoordinates(1, sign * energy * 0.6))];

        var forward = Circuit.Build(q => { q.Identity(0, 1); q.ApproxTimeEvolution(hamiltonian, 0.6, 3); }).Unitary([0, 1]);
        var trotter = Circuit.Build(q => { q.Identity(0, 1); q.TrotterProduct(hamiltonian, 0.6, 2, 4); }).Unitary([0, 1]);

        Near.Equal(Phases(-1), [.. Enumerable.Range(0, 4).Select(i => forward[i, i])]);
        Near.Equal(Phases(+1), [.. Enumerable.Range(0, 4).Select(i => trotter[i, i])]);
    }

    [Fact]
    public void Evolve_AnyHamiltonian_IsTheExponential()
    {
        var sum = Circuit.Build(q => q.Evolve(X(0) + Z(0), 1)).Unitary();
        var word = Circuit.Build(q => q.Evolve(0.5 * (X(0) * Y(1)), 0.6)).Unitary();
        var angle = Math.Sqrt(2);

        Near.Equal(
            [new Complex(Math.Cos(angle), -Math.Sin(angle) / Math.Sqrt(2)), new Complex(0, -Math.Sin(angle) / Math.Sqrt(2))],
            [sum[0, 0], sum[0, 1]]);
        Near.Equal(new PauliRotation(0.6, "XY", [0, 1]).Matrix(), word);
        Assert.Throws<ArgumentException>(() => new HamiltonianEvolution(X(0) * Y(0), 1));
    }

    [Fact]
    public void Embedding_OfComputedParameters_TakesACollectionExpression()
    {
        var x = Parameters.Inputs([0.3]);

        var circuit = Circuit.Build(q => q.AngleEmbedding([x[0], 2 * x[0], 0.5], [0, 1, 2]));

        Near.Equal([1.0, 2.0, 0.5], circuit.Bind(1).ParameterValues.ToArray());
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.03)]
    [InlineData(4, 1e-3)]
    public void TrotterProduct_HigherOrder_ComesCloser(int order, double tolerance)
    {
        // exp(i(X + Z)t) is a rotation about (1, 0, 1)/√2.
        var angle = Math.Sqrt(2);
        var exact = new Complex[,]
        {
            { new(Math.Cos(angle), Math.Sin(angle) / Math.Sqrt(2)), new(0, Math.Sin(angle) / Math.Sqrt(2)) },
            { new(0, Math.Sin(angle) / Math.Sqrt(2)), new(Math.Cos(angle), -Math.Sin(angle) / Math.Sqrt(2)) },
        };

        var approximate = Circuit.Build(q => q.TrotterProduct(X(0) + Z(0), 1, 5, order)).Unitary();

        Near.Equal(exact, approximate, tolerance);
    }

    [Fact]
    public void PrepSelPrep_OfAnOperator_BlockEncodesIt()
    {
        double[] coefficients = [0.5, -0.25, 0.25];
        Operation[] unitaries = [new Gate(GateKind.PauliX, 2), new Gate(GateKind.PauliZ, 2), new Gate(GateKind.Identity, 2)];

        var matrix = Circuit.Build(q => q.PrepSelPrep(coefficients, unitaries, [0, 1])).Unitary([0, 1, 2]);

        Near.Equal([0.25 - 0.25, 0.5, 0.5, 0.25 + 0.25], [matrix[0, 0].Real, matrix[0, 1].Real, matrix[1, 0].Real, matrix[1, 1].Real]);
    }

    [Fact]
    public void BlockEncode_OfAMatrix_HasItInTheCornerAndIsUnitary()
    {
        var a = new Complex[,] { { 0.1, 0.2 }, { new(0, 0.3), -0.4 } };

        var matrix = Circuit.Build(q => q.BlockEncode(a, 0, 1)).Unitary();

        Near.Equal([a[0, 0], a[0, 1], a[1, 0], a[1, 1]], [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]]);
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.BlockEncode(new Complex[,] { { 2 } }, 0)));
    }

    [Fact]
    public void Qsvt_OfANumber_AppliesAPolynomial()
    {
        // With all projector phases 0, d applications give the Chebyshev polynomial T_d.
        var circuit = Circuit.Build(q => q.Qsvt(new Complex[,] { { 0.3 } }, new double[] { 0, 0, 0, 0 }, 0));

        var block = circuit.Unitary()[0, 0];

        Assert.True(Math.Abs(block.Real) <= 1 + 1e-12);
        Near.Equal(0.3, block.Real);
    }

    [Theory]
    [InlineData(3, 5, 8)]
    [InlineData(5, 6, 7)]
    public void Adder_OnANumber_AddsModulo(int number, int k, int modulus)
    {
        var circuit = Circuit.Build(q =>
        {
            q.BasisState([(number >> 2) & 1, (number >> 1) & 1, number & 1], 0, 1, 2);
            q.Adder(k, [0, 1, 2], modulus);
            q.Probs();
        });

        Assert.Equal(1, ((double[])new Device("default.qubit").Execute(circuit).Get(0))[(number + k) % modulus]);
    }

    [Fact]
    public void Arithmetic_WithoutInverse_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.Multiplier(2, [0, 1, 2])));
        Assert.Equal("Multiplier", Circuit.Build(q => q.Multiplier(3, [0, 1, 2])).Operations[0].Name);
    }

    [Fact]
    public void ParticleConservingU1_OneBlock_IsTheDocumentedMatrix()
    {
        var (phi, theta) = (0.4, 0.9);
        var matrix = new Circuit(Circuit.Build(q => q.ParticleConservingU1(new[] { phi, theta }, [0, 1])).Operations.Skip(1)).Unitary([0, 1]);

        Near.Equal(
            [Math.Cos(phi), Complex.FromPolarCoordinates(Math.Sin(phi), theta), Complex.FromPolarCoordinates(Math.Sin(phi), -theta), -Math.Cos(phi), 1, 1],
            [matrix[1, 1], matrix[1, 2], matrix[2, 1], matrix[2, 2], matrix[0, 0], matrix[3, 3]]);
    }

    [Fact]
    public void ParticleConservingLayers_FromABasisState_KeepTheNumberOfOnes()
    {
        Action<CircuitBuilder>[] layers =
        [
            q => q.ParticleConservingU1(Angles(12), Wires.Range(4), [1, 1, 0, 0]),
            q => q.ParticleConservingU2(Angles(14), Wires.Range(4), [1, 1, 0, 0]),
            q => q.GateFabric(Angles(4), Wires.Range(4), [1, 1, 0, 0], includePi: true),
        ];
        Assert.All(layers, layer =>
        {
            var circuit = Circuit.Build(q => { layer(q); q.Probs(); });
            var probabilities = (double[])new Device("default.qubit").Execute(circuit).Get(0);
            Near.Equal(1, probabilities.Where((_, index) => BitOperations.PopCount((uint)index) == 2).Sum());
            Assert.True(probabilities[0b1100] < 0.99);
        });
    }

    [Fact]
    public void Templates_WrongNumberOfWeights_SayWhatTheyNeed()
    {
        Assert.Contains("needs 2 features", Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.IqpEmbedding(new[] { 0.1 }, [0, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("6 weights per layer", Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.StronglyEntanglingLayers(new double[5], [0, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 1", Assert.Throws<ArgumentException>(() => Circuit.Build(q => q.AngleEmbedding(new double[2], 0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomLayers_SameSeed_IsTheSameCircuit()
    {
        Circuit Layers(long seed) => Circuit.Build(q => q.RandomLayers(Angles(20), 10, Wires.Range(4), seed: seed));

        Assert.Equal(Layers(7), Layers(7));
        Assert.NotEqual(Layers(7), Layers(8));
    }

    [Fact]
    public void OtherLayers_OfAngles_HaveTheirGates()
    {
        Assert.Equal(3 + 4 + (2 * 4), Circuit.Build(q => { q.SimplifiedTwoDesign(Angles(3), Angles(8), Wires.Range(3)); }).Operations.Count);
        Assert.Equal(6 + 2, Circuit.Build(q => q.TwoLocal(Angles(6), Wires.Range(3))).Operations.Count);
        Assert.Equal(3 + 3 + 3 + 3, Circuit.Build(q => q.QaoaEmbedding(Angles(2), Angles(6), Wires.Range(3))).Operations.Count);
        Assert.Equal([0, 2], Circuit.Build(q => q.BasisEmbedding(5, Wires.Range(3))).Operations.Select(static operation => operation.Wires[0]));
    }

    private static double[] Angles(int count) => [.. Enumerable.Range(0, count).Select(static i => 0.3 + (0.17 * i))];

    private static void AssertOperations(string id, Action<CircuitBuilder> template)
    {
        var expected = Circuit.Build(q => q.Operations(QuantumReference.Entry("circuits", id).GetProperty("ops")));

        Assert.Equal(expected, Circuit.Build(template));
    }
}
