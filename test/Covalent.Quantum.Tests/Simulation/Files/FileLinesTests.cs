using Covalent.Quantum.Simulation.Files;

namespace Covalent.Quantum.Tests.Simulation.Files;

/// <summary>Circuit and Hamiltonian files of the benchmarks: what is wrong in them is named by line, whatever it is.</summary>
public sealed class FileLinesTests
{
    private const string Circuit = "# a comment\nqubits 3\nh 0\ncx 0 1\nrz 2 -0.25\ncp 1 2 1e-3\nswap 0 2\n";
    private const string Sum = "qubits 3\n0.5\n-1.5 X0 Y1\n2e-2 Z2\n";

    [Fact]
    public void Files_AsDescribed_AreRead()
    {
        var circuit = QctCircuit.Parse(Circuit.Split('\n'));
        Assert.Equal((3, 5), (circuit.Qubits, circuit.Gates.Count));
        Assert.Equal([-0.25, 1e-3], circuit.Parameters);
        var sum = Hamiltonian.Parse(Sum.Split('\n'));
        Assert.Equal((3, 3), (sum.Qubits, sum.Terms.Length));
        Assert.Equal((-1.5, 3UL, 2UL), (sum.Terms[1].Coefficient, sum.Terms[1].Flips, sum.Terms[1].Signs));
    }

    [Theory]
    [InlineData("", "The file is empty; 'qubits N' is expected in its first line.")]
    [InlineData("h 0", "Line 1: 'h 0' stands where 'qubits N' with N from 1 to 63 is expected.")]
    [InlineData("qubits 64", "Line 1: 'qubits 64' stands where 'qubits N' with N from 1 to 63 is expected.")]
    [InlineData("qubits many", "Line 1: 'qubits many' stands where 'qubits N' with N from 1 to 63 is expected.")]
    [InlineData("qubits 2\nh 2", "Line 2: 'h 2' is no gate of the QCT format on 2 qubits.")]
    [InlineData("qubits 2\nh -1", "Line 2: 'h -1' is no gate of the QCT format on 2 qubits.")]
    [InlineData("qubits 2\ncx 1 1", "Line 2: 'cx 1 1' is no gate of the QCT format on 2 qubits.")]
    [InlineData("qubits 2\nrx 1", "Line 2: 'rx 1' is no gate of the QCT format on 2 qubits.")]
    [InlineData("qubits 2\nrx 1 NaN", "Line 2: 'rx 1 NaN' is no gate of the QCT format on 2 qubits.")]
    [InlineData("qubits 2\nccx 0 1", "Line 2: 'ccx 0 1' is no gate of the QCT format on 2 qubits.")]
    public void Circuit_ThatIsWrong_IsRefusedByItsLine(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => QctCircuit.Parse(text.Split('\n'))).Message);

    [Theory]
    [InlineData("qubits 2\none X0", "Line 2: 'one X0' is no term of the HAM format on 2 qubits.")]
    [InlineData("qubits 2\n1 W0", "Line 2: '1 W0' is no term of the HAM format on 2 qubits.")]
    [InlineData("qubits 2\n1 X2", "Line 2: '1 X2' is no term of the HAM format on 2 qubits.")]
    [InlineData("qubits 2\n1 X", "Line 2: '1 X' is no term of the HAM format on 2 qubits.")]
    [InlineData("qubits 2\n1 X0 Z0", "Line 2: '1 X0 Z0' is no term of the HAM format on 2 qubits.")]
    public void Hamiltonian_ThatIsWrong_IsRefusedByItsLine(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Hamiltonian.Parse(text.Split('\n'))).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_Damaged_AreReadOrRefusedByLine(int seed)
    {
        const string Letters = " \t#-+.e0123456789XYZNaInfqubitshcxrzwp\"\u00a0\ud83d";
        var random = new Random(seed);
        for (var round = 0; round < 4000; round++)
        {
            var text = (round % 2 == 0 ? Circuit : Sum).ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = Letters[random.Next(Letters.Length)];
            }

            var lines = new string(text).Split('\n');
            var refusal = Record.Exception(() => (object)(round % 2 == 0 ? QctCircuit.Parse(lines) : Hamiltonian.Parse(lines)));
            Assert.True(refusal is null or FormatException, $"seed {seed}, round {round}: {refusal}");
        }
    }
}
