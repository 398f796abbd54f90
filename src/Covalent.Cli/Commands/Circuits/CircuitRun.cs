using System.Globalization;
using System.Text;
using System.Text.Json;
using Covalent.Quantum;
using Spectre.Console;

namespace Covalent.Cli.Commands.Circuits;

/// <summary>What a run found: exact probabilities, or counts.</summary>
internal sealed record CircuitRun
{
    private const int BarWidth = 30;

    public required int Qubits { get; init; }

    public required int Bits { get; init; }

    public required double Seconds { get; init; }

    public int? Shots { get; init; }

    /// <summary>Contents of the classical memory, highest bit leftmost, and their probability or count, largest first.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Outcomes { get; init; }

    public bool IsTruncated { get; init; }

    /// <summary>Something the user should know about how the program was read.</summary>
    public string? Note { get; init; }

    public static CircuitRun Execute(QasmProgram program, Device device, int completeUpTo, int top, CancellationToken cancellationToken)
    {
        var measured = program.MeasuringAll(out var addedMeasurements);
        var start = TimeProvider.System.GetTimestamp();
        var circuit = device.Shots.IsAnalytic ? measured.WithDistribution(completeUpTo, top) : measured.WithCounts();
        var result = device.Execute(circuit, cancellationToken: cancellationToken).Get(0);
        var run = new CircuitRun
        {
            Qubits = program.QubitCount,
            Bits = measured.BitCount,
            Seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds,
            Outcomes = [],
            Note = addedMeasurements ? "The program measures nothing; all qubits are measured at its end." : null,
        };
        return result is OutcomeDistribution exact
            ? run with { Outcomes = exact.Outcomes, IsTruncated = exact.IsTruncated }
            : run with { Outcomes = Sorted((IReadOnlyDictionary<string, int>)result), Shots = device.Shots.Total };
    }

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("qubits", Qubits);
            writer.WriteNumber("clbits", Bits);
            writer.WriteNumber("seconds", Seconds);
            if (Shots is { } shots)
            {
                writer.WriteNumber("shots", shots);
            }

            writer.WriteStartObject(Shots is null ? "probabilities" : "counts");
            foreach (var (bits, value) in Outcomes)
            {
                if (Shots is null)
                {
                    writer.WriteNumber(bits, value);
                }
                else
                {
                    writer.WriteNumber(bits, (int)value);
                }
            }

            writer.WriteEndObject();
            writer.WriteBoolean("truncated", IsTruncated);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public Table ToTable(int top)
    {
        var table = new Table().AddColumn("outcome").AddColumn(new TableColumn(Shots is null ? "probability" : "count").RightAligned()).AddColumn("");
        var largest = Outcomes.Count == 0 ? 1 : Outcomes[0].Value;
        foreach (var (bits, value) in Outcomes.Take(top))
        {
            var text = Shots is null ? value.ToString("0.0000000000", CultureInfo.InvariantCulture) : value.ToString("0", CultureInfo.InvariantCulture);
            table.AddRow(new Markup(Markup.Escape(bits.Length == 0 ? "(no bits)" : bits)), new Markup(text), new Markup(new string('█', (int)Math.Round(BarWidth * value / largest))));
        }

        return table;
    }

    public string Summary(int top)
    {
        var shown = Math.Min(top, Outcomes.Count);
        var rest = IsTruncated ? $", the {shown} most likely outcomes shown" : shown < Outcomes.Count ? $", {shown} of {Outcomes.Count} outcomes shown (--top)" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Qubits} qubits, {Bits} classical bits, {Seconds:0.000} s{rest}");
    }

    private static KeyValuePair<string, double>[] Sorted(IReadOnlyDictionary<string, int> counts) =>
    [
        .. counts.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal)
            .Select(static entry => KeyValuePair.Create(entry.Key, (double)entry.Value)),
    ];
}
