using System.CommandLine;
using Covalent.Cli.Interaction;
using Covalent.Quantum;

namespace Covalent.Cli.Commands.Circuits;

/// <summary><c>covalent circuit draw</c>: prints a circuit as text or SVG.</summary>
internal static class CircuitDrawCommand
{
    private const int MinimumWidth = 30;

    public static Command Create(Terminal terminal)
    {
        var file = CircuitCommand.FileArgument();
        var svg = new Option<bool>("--svg") { Description = "Print an SVG document instead of text." };
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };
        var width = new Option<int>("--width") { Description = "Longest line of a text drawing.", DefaultValueFactory = static _ => 100, HelpName = "N" };
        var decimals = new Option<int>("--decimals") { Description = "Decimals of parameters, 0 to 15.", DefaultValueFactory = static _ => 2, HelpName = "N" };
        var theme = new Option<string>("--theme") { Description = "Colours of the SVG: light, dark or bw.", DefaultValueFactory = static _ => "light", HelpName = "NAME" };
        theme.AcceptOnlyFromAmong("light", "dark", "bw");
        width.Between(MinimumWidth, 100_000);
        decimals.Between(0, 15);
        var command = new Command("draw", "Draw a circuit.") { file, svg, output, width, decimals, theme };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = await QasmSource.ReadAsync(parsed.GetRequiredValue(file), terminal, cancellationToken).ConfigureAwait(false);
            var options = new DrawingOptions { MaxLength = parsed.GetValue(width), Decimals = parsed.GetValue(decimals), Theme = Theme(parsed.GetValue(theme)) };
            var circuit = program.WithRegisterNames();
            var drawing = parsed.GetValue(svg) ? circuit.DrawSvg(options) : circuit.Draw(options);
            if (parsed.GetValue(output) is { } path)
            {
                await File.WriteAllTextAsync(path, drawing, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await terminal.Out.WriteAsync(drawing.AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static DrawingTheme Theme(string? name) => name switch
    {
        "dark" => DrawingTheme.Dark,
        "bw" => DrawingTheme.BlackAndWhite,
        _ => DrawingTheme.Light,
    };
}
