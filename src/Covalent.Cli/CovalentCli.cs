using System.CommandLine;
using Covalent.Cli.Commands;
using Covalent.Cli.Interaction;

namespace Covalent.Cli;

/// <summary>The whole command line: parses, runs a verb, turns failures into messages and exit codes.</summary>
internal static class CovalentCli
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandHost host, CancellationToken cancellationToken)
    {
        var terminal = host.Terminal;
        var root = CommandTree.Create(host);
        // "@daily" is a value here, and not a file of further arguments.
        var parsed = root.Parse(arguments is [] ? ["--help"] : arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await terminal.Error.WriteLineAsync(Printable.Line(WrongUse.Describe(parsed))).ConfigureAwait(false);
            await terminal.Error.WriteLineAsync($"See '{string.Join(' ', Path(parsed.CommandResult.Command, root).Prepend("covalent"))} --help'.").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        var streams = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(streams, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (Failures.ExitCodeOf(error) is { } code)
        {
            await terminal.Error.WriteLineAsync(Printable.Text(Failures.MessageOf(error, parsed, host))).ConfigureAwait(false);
            return code;
        }
    }

    private static Stack<string> Path(Command command, Command root)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null && symbol != root; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Push(symbol.Name);
        }

        return names;
    }
}
