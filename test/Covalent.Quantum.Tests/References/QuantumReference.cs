using System.Numerics;
using System.Text.Json;

namespace Covalent.Quantum.Tests.References;

/// <summary>Numbers computed independently with 40 digits; conventions and tolerances are in the file's <c>meta</c> section.</summary>
internal static class QuantumReference
{
    public const double Tolerance = 1e-10;

    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "References", "quantum-reference.json")));

    public static JsonElement Root => Document.RootElement;

    public static TheoryData<string> Ids(string section) => [.. Root.GetProperty(section).EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];

    public static JsonElement Entry(string section, string id) =>
        Root.GetProperty(section).EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);

    public static double[] Doubles(this JsonElement array) => [.. array.EnumerateArray().Select(static value => value.GetDouble())];

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(static value => value.GetInt32())];

    public static Wires Wires(this JsonElement array) => array.Integers();

    public static Complex Complex(this JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());

    public static Complex[] Vector(this JsonElement array) => [.. array.EnumerateArray().Select(static value => value.Complex())];

    public static Complex[,] Matrix(this JsonElement rows)
    {
        var size = rows.GetArrayLength();
        var matrix = new Complex[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[row, column] = rows[row][column].Complex();
            }
        }

        return matrix;
    }

    /// <summary>Adds the operations of a list to a circuit.</summary>
    public static void Operations(this CircuitBuilder q, JsonElement operations)
    {
        foreach (var operation in operations.EnumerateArray())
        {
            q.Operation(operation.GetProperty("gate").GetString()!, operation.GetProperty("wires").Wires(), operation.TryGetProperty("params", out var values) ? values : default);
        }
    }

    /// <summary>Adds one operation by its name in the file.</summary>
    public static void Operation(this CircuitBuilder q, string name, Wires wires, JsonElement parameters)
    {
        JsonElement[] values = parameters.ValueKind == JsonValueKind.Array ? [.. parameters.EnumerateArray()] : [];
        if (name.StartsWith("Adjoint(", StringComparison.Ordinal))
        {
            q.Adjoint(inner => inner.Operation(name["Adjoint(".Length..^1], wires, parameters));
            return;
        }

        switch (name)
        {
            case "QFT":
                q.Qft(wires);
                break;
            case "PauliRot":
                q.PauliRot(values[0].GetDouble(), values[1].GetString()!, wires);
                break;
            case "PCPhase":
                q.PCPhase(values[0].GetDouble(), values[1].GetInt32(), wires);
                break;
            case "MultiControlledX":
                q.MultiControlledX(Quantum.Wires.Create(wires.AsSpan()[..^1]), wires[^1]);
                break;
            default:
                q.Apply(new Gate(Enum.Parse<GateKind>(name), wires, [.. values.Select(static value => (Parameter)value.GetDouble())]));
                break;
        }
    }

    /// <summary>A Pauli word written as <c>"X0 Z2"</c>; the empty text is the identity.</summary>
    public static PauliWord Word(string text)
    {
        var factors = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(string.Concat(factors.Select(static factor => factor[0])), Quantum.Wires.Create([.. factors.Select(static factor => new Wire(int.Parse(factor.AsSpan(1))))]));
    }

    /// <summary>An observable written as <c>[[coefficient, word], …]</c>.</summary>
    public static Observable Terms(this JsonElement terms) => Observable.Hamiltonian(
        [.. terms.EnumerateArray().Select(static term => term[0].GetDouble())],
        [.. terms.EnumerateArray().Select(static term => (Observable)Word(term[1].GetString()!))]);
}
