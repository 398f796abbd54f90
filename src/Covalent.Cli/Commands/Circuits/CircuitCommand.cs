using System.CommandLine;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Circuits;

/// <summary><c>covalent circuit</c>: run, draw and measure OpenQASM files.</summary>
internal static class CircuitCommand
{
    public static Command Create(Terminal terminal) => new("circuit", "Run, draw or count OpenQASM 2 circuits.")
    {
        CircuitRunCommand.Create(terminal),
        CircuitDrawCommand.Create(terminal),
        CircuitSpecsCommand.Create(terminal),
    };

    /// <summary>The argument that all verbs share.</summary>
    public static Argument<string> FileArgument() => new("FILE") { Description = "OpenQASM 2 file; - reads standard input." };

    public static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON object instead of a table." };
}
