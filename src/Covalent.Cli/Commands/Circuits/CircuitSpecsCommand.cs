using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Covalent.Cli.Interaction;
using Covalent.Quantum;
using Spectre.Console;

namespace Covalent.Cli.Commands.Circuits;

/// <summary><c>covalent circuit specs</c>: counts gates, depth and wires without running the circuit.</summary>
internal static class CircuitSpecsCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = CircuitCommand.FileArgument();
        var json = CircuitCommand.JsonOption();
        var command = new Command("specs", "Count gates, depth and qubits of a circuit.") { file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = await QasmSource.ReadAsync(parsed.GetRequiredValue(file), terminal, cancellationToken).ConfigureAwait(false);
            var specs = program.Circuit.Specs();
            if (parsed.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(ToJson(program, specs)).ConfigureAwait(false);
            }
            else
            {
                terminal.Write(ToTable(program, specs));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static IEnumerable<(string Name, int Value)> Numbers(QasmProgram program, CircuitSpecs specs) =>
    [
        ("qubits", program.QubitCount),
        ("clbits", program.BitCount),
        ("usedQubits", specs.Wires),
        ("operations", specs.Gates),
        ("depth", specs.Depth),
        ("tCount", specs.TCount),
        ("measurements", specs.MidCircuitMeasurements),
    ];

    private static string ToJson(QasmProgram program, CircuitSpecs specs)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in Numbers(program, specs))
            {
                writer.WriteNumber(name, value);
            }

            writer.WriteStartObject("byName");
            foreach (var (name, count) in specs.GateTypes)
            {
                writer.WriteNumber(name, count);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("bySize");
            foreach (var (size, count) in specs.GateSizes)
            {
                writer.WriteNumber(size.ToString(CultureInfo.InvariantCulture), count);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Table ToTable(QasmProgram program, CircuitSpecs specs)
    {
        var table = new Table().AddColumn("what").AddColumn(new TableColumn("count").RightAligned());
        foreach (var (name, value) in Numbers(program, specs).Concat(specs.GateTypes.Select(static entry => (entry.Key, entry.Value))))
        {
            table.AddRow(Markup.Escape(name), value.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }
}
