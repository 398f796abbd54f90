using System.Numerics;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Mitigation;

public sealed class PauliTwirlingTests
{
    private static readonly string[] Words = [.. from a in "IXYZ" from b in "IXYZ" select $"{a}{b}"];

    public static TheoryData<GateKind> Cliffords => [GateKind.CNOT, GateKind.CY, GateKind.CZ, GateKind.SWAP, GateKind.ISWAP, GateKind.ECR];

    [Theory]
    [MemberData(nameof(Cliffords))]
    public void EveryWord_LeavesTheGateAsItIs_UpToAPhase(GateKind kind)
    {
        var gate = new Gate(kind, [0, 1]);
        foreach (var word in Words)
        {
            var dressed = new Circuit(PauliTwirling.Dress(gate, word)).Unitary([0, 1]);

            var overlap = Complex.Zero;
            for (var i = 0; i < 16; i++)
            {
                overlap += Complex.Conjugate(gate.Matrix()[i / 4, i % 4]) * dressed[i / 4, i % 4];
            }

            Assert.Equal(4, overlap.Magnitude, 1e-12);
        }
    }

    [Fact]
    public void TheMeanOverAllWords_MakesACoherentErrorAPauliChannel()
    {
        // A CNOT followed by exp(-i·0.15·(ZX)/2·...) on the hardware; the exact twirl applies the word W with probability |tr(W E)/4|².
        var error = new QubitUnitary(new Circuit([new PauliRotation(0.3, "ZX", [0, 1]), new PauliRotation(0.2, "YI", [0, 1])]).Unitary([0, 1]), [0, 1]);
        var observable = (Z(0) * Z(1)) + (0.7 * X(0)) + (0.4 * Y(1));
        var averaged = Words.Average(word => Mean([.. Start, .. PauliTwirling.Dress(new Gate(GateKind.CNOT, [0, 1]), word).SelectMany(Noisy)]));

        Complex[][,] kraus = [.. Words.Select(word => Scaled(Pauli(word, [0, 1]).Matrix(), Weight(word)))];
        var channel = new CircuitBuilder().QubitChannel(kraus, [0, 1]);
        Assert.Equal(Mean([.. Start, new Gate(GateKind.CNOT, [0, 1]), channel]), averaged, 1e-12);
        Assert.NotEqual(Mean([.. Start, .. Noisy(new Gate(GateKind.CNOT, [0, 1]))]), averaged, 1e-3);

        IEnumerable<Operation> Noisy(Operation operation) => operation is Gate { Kind: GateKind.CNOT } ? [operation, error] : [operation];

        double Mean(Operation[] operations) => (double)new Device("default.mixed").Execute(new Circuit(operations, [Measurement.Expval(observable)])).Get(0);

        double Weight(string word)
        {
            Complex[,] pauli = Pauli(word, [0, 1]).Matrix(), matrix = error.Matrix();
            var trace = Complex.Zero;
            for (var i = 0; i < 16; i++)
            {
                trace += pauli[i / 4, i % 4] * matrix[i % 4, i / 4];
            }

            return trace.Magnitude / 4;
        }
    }

    [Fact]
    public void AnEnsemble_IsSeeded_AndDoesWhatTheCircuitDoes()
    {
        var circuit = Circuit.Build(static q =>
        {
            q.RY(0.4, 0);
            q.CNOT(0, 1);
            q.IsingZZ(0.3, 1, 2);
            q.CZ(1, 2);
            q.T(2);
            q.Expval(X(0) * Z(1));
            q.Probs(0, 1, 2);
        });
        var device = new Device("default.qubit");
        var expected = device.Execute(circuit);

        var ensemble = PauliTwirling.Ensemble(circuit, 8, seed: 3);

        Assert.Equal(ensemble, PauliTwirling.Ensemble(circuit, 8, seed: 3));
        Assert.True(ensemble.Distinct().Count() > 4);
        Assert.All(ensemble, twirled =>
        {
            var result = device.Execute(twirled);
            Assert.Equal((double)expected.Get(0), (double)result.Get(0), 1e-12);
            Assert.All(((double[])expected.Get(1)).Zip((double[])result.Get(1)), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        });
        Assert.Equal(circuit, PauliTwirling.Twirl(circuit, 1, static _ => false));
    }

    private static Operation[] Start => [new Gate(GateKind.RY, 0, 0.8), new Gate(GateKind.RX, 1, -0.5)];

    private static Complex[,] Scaled(Complex[,] matrix, double factor)
    {
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i / 4, i % 4] *= factor;
        }

        return matrix;
    }
}
