using System.Numerics;
using System.Text.Json;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.OpenQasm;

/// <summary>The OpenQASM 2 programs of the reference file; other dialects come with their readers.</summary>
public sealed class ReferenceProgramTests
{
    public static TheoryData<string> Programs => Ids("programs");

    public static TheoryData<string> Rejected => Ids("must_be_rejected");

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_OfTheReference_HasItsDistribution(string id)
    {
        var entry = Entry("programs", id);
        var program = QasmProgram.Parse(entry.GetProperty("source").GetString()!);
        foreach (var expected in entry.GetProperty("expected").EnumerateObject())
        {
            switch (expected.Name)
            {
                case "probabilities" or "probabilities_as_controlled_u3":
                    CheckDistribution(expected.Value, program);
                    break;
                case "pennylane_probs_wires_0_1_2":
                    var circuit = new Circuit(program.Circuit.Operations.Where(static operation => operation is not MidCircuitMeasurement), [Measurement.Probs(0, 1, 2)]);
                    Near.Equal(expected.Value.Doubles(), (double[])new Device("default.qubit").Execute(circuit).Get(0));
                    break;
                default:
                    throw new InvalidOperationException($"No check for {expected.Name}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Program_ThatIsWrong_IsRefusedWithItsPlace(string id)
    {
        var error = Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(Entry("must_be_rejected", id).GetProperty("source").GetString()!));

        Assert.True(error.Line > 1, error.Message);
    }

    [Fact]
    public void U_OfTheConventions_DiffersByTheStatedPhases()
    {
        var conventions = QuantumReference.Root.GetProperty("openqasm_U_conventions");
        var angles = conventions.GetProperty("theta_phi_lambda").Doubles();
        var u3 = new Gate(GateKind.U3, 0, angles[0], angles[1], angles[2]).Matrix();

        Near.Equal(conventions.GetProperty("braket_U_and_qiskit_u3").Matrix(), u3);
        Near.Equal(conventions.GetProperty("qasm3_spec_builtin_U").Matrix(), Times(u3, angles[0] / 2));
        Near.Equal(conventions.GetProperty("qasm2_paper_U_det1").Matrix(), Times(u3, -(angles[1] + angles[2]) / 2));
    }

    private static Complex[,] Times(Complex[,] matrix, double phase)
    {
        var factor = Complex.FromPolarCoordinates(1, phase);
        return new[,] { { matrix[0, 0] * factor, matrix[0, 1] * factor }, { matrix[1, 0] * factor, matrix[1, 1] * factor } };
    }

    private static void CheckDistribution(JsonElement expected, QasmProgram program)
    {
        var distribution = (OutcomeDistribution)new Device("default.qubit").Execute(program.WithDistribution()).Get(0);
        var actual = distribution.Outcomes.ToDictionary(static outcome => outcome.Key, static outcome => outcome.Value);
        Assert.Equal(expected.EnumerateObject().Select(static outcome => outcome.Name).Order(), actual.Keys.Order());
        Assert.All(expected.EnumerateObject(), outcome => Near.Equal(outcome.Value.GetDouble(), actual[outcome.Name]));
    }

    private static TheoryData<string> Ids(string section) =>
    [
        .. QuantumReference.Root.GetProperty("openqasm").GetProperty(section).EnumerateArray()
            .Where(static entry => entry.GetProperty("dialect").GetString() == "OpenQASM 2").Select(static entry => entry.GetProperty("id").GetString()!),
    ];

    private static JsonElement Entry(string section, string id) =>
        QuantumReference.Root.GetProperty("openqasm").GetProperty(section).EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);
}
