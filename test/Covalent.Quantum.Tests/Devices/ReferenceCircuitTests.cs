using System.Text.Json;
using Covalent.Quantum.Tests.References;

namespace Covalent.Quantum.Tests.Devices;

/// <summary>Every circuit of the reference file on every analytic device.</summary>
public sealed class ReferenceCircuitTests
{
    private static readonly string[] DeviceNames = ["default.qubit", "default.mixed", "lightning.qubit"];

    public static TheoryData<string, string> Cases =>
        [.. from device in DeviceNames from id in QuantumReference.Ids("circuits") select new TheoryDataRow<string, string>(device, id.Data)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Device_ReferenceCircuit_GivesTheReferenceNumbers(string deviceName, string id)
    {
        var entry = QuantumReference.Entry("circuits", id);
        var checks = new List<(Measurement Measurement, Action<object> Check)>();
        foreach (var expected in entry.GetProperty("expected").EnumerateObject())
        {
            checks.AddRange(Checks(expected, deviceName == "default.mixed"));
        }

        var q = new CircuitBuilder();
        q.Operations(entry.GetProperty("ops"));
        var circuit = new Circuit(q.ToCircuit().Operations, checks.Select(static check => check.Measurement));

        var result = new Device(deviceName, entry.GetProperty("num_wires").GetInt32()).Execute(circuit);

        Assert.All(checks, (check, i) => check.Check(result.Get(i)));
    }

    private static IEnumerable<(Measurement Measurement, Action<object> Check)> Checks(JsonProperty expected, bool isMixed) => expected.Name switch
    {
        "state" when isMixed => [(Measurement.DensityMatrix(), value => Near.Equal(Outer(expected.Value.Vector()), (System.Numerics.Complex[,])value))],
        "state" => [(Measurement.State(), value => Near.Equal(expected.Value.Vector(), (System.Numerics.Complex[])value))],
        "probs" => expected.Value.EnumerateArray().Select(static probs => (
            (Measurement)Measurement.Probs(probs.GetProperty("wires").Wires()),
            (Action<object>)(value => Near.Equal(probs.GetProperty("value").Doubles(), (double[])value)))),
        "expval" => expected.Value.EnumerateArray().Select(static expval => (
            (Measurement)Measurement.Expval(expval.GetProperty("terms").Terms()),
            (Action<object>)(value => Near.Equal(expval.GetProperty("value").GetDouble(), (double)value)))),
        "var" => expected.Value.EnumerateArray().Select(static variance => (
            (Measurement)Measurement.Var(QuantumReference.Word(variance.GetProperty("pauli_word").GetString()!)),
            (Action<object>)(value => Near.Equal(variance.GetProperty("value").GetDouble(), (double)value)))),
        "hermitian" => Hermitian(expected.Value),
        "hamiltonian_min_eigenvalue" or "energy_curve" => [],
        _ => throw new InvalidOperationException($"No check for {expected.Name}."),
    };

    private static (Measurement, Action<object>)[] Hermitian(JsonElement expected)
    {
        var observable = Observable.Hermitian(expected.GetProperty("matrix").Matrix(), expected.GetProperty("wires").Wires());
        Near.Equal(expected.GetProperty("eigenvalues").Doubles(), observable.Eigenvalues());
        return
        [
            (Measurement.Expval(observable), value => Near.Equal(expected.GetProperty("expval").GetDouble(), (double)value)),
            (Measurement.Var(observable), value => Near.Equal(expected.GetProperty("var").GetDouble(), (double)value)),
        ];
    }

    private static System.Numerics.Complex[,] Outer(System.Numerics.Complex[] state)
    {
        var matrix = new System.Numerics.Complex[state.Length, state.Length];
        for (var row = 0; row < state.Length; row++)
        {
            for (var column = 0; column < state.Length; column++)
            {
                matrix[row, column] = state[row] * System.Numerics.Complex.Conjugate(state[column]);
            }
        }

        return matrix;
    }
}
