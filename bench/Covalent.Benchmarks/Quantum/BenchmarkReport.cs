using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Covalent.Benchmarks.Quantum;

/// <summary>One line of figures.</summary>
internal sealed record BenchmarkReport(
    string Circuit, int Qubits, int Gates, Stopclock Time, Stopclock Pass, double[] Probabilities, double? Expectation, double? GradientNorm)
{
    /// <summary>The time in units of one in-place pass over the same state: comparable between machines.</summary>
    public double PassEquivalents => Time.Median / Pass.Median;

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("circuit", Circuit);
            json.WriteNumber("qubits", Qubits);
            json.WriteNumber("gates", Gates);
            json.WriteNumber("milliseconds", Time.Median);
            json.WriteNumber("passMilliseconds", Pass.Median);
            json.WriteNumber("passEquivalents", PassEquivalents);
            json.WriteNumber("p0", Probabilities[0]);
            json.WriteNumber("p1", Probabilities[1]);
            json.WriteNumber("pk", Probabilities[2]);
            Write(json, "expectation", Expectation);
            Write(json, "gradientNorm", GradientNorm);
            json.WriteNumber("minimumMilliseconds", Time.Minimum);
            json.WriteNumber("processorMilliseconds", Time.Processor);
            json.WriteNumber("passMinimumMilliseconds", Pass.Minimum);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Circuit}: {Gates} gates on {Qubits} qubits in {Time.Median:G4} ms ({PassEquivalents:G3} passes of {Pass.Median:G3} ms); p0 {Probabilities[0]:E6}, p1 {Probabilities[1]:E6}, pk {Probabilities[2]:E6}{Text(", expectation", Expectation)}{Text(", gradient norm", GradientNorm)}");

    private static string Text(string name, double? value) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{name} {number:F8}") : "";

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
