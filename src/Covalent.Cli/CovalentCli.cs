using System.CommandLine;
using Covalent.Cli.Commands.Circuits;
using Covalent.Cli.Commands.Cluster;
using Covalent.Cli.Interaction;
using Covalent.Quantum;

namespace Covalent.Cli;

/// <summary>The whole command line: parses, runs a verb, turns failures into messages and exit codes.</summary>
internal static class CovalentCli
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Covalent: workflows and quantum circuits.") 
        {
            CircuitCommand.Create(terminal),
            ClusterCommand.Create(terminal, new ConfigurationSources(), TimeProvider.System),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            }

            await terminal.Error.WriteLineAsync($"See 'covalent {string.Join(' ', Path(parsed.CommandResult.Command, root))} --help'.".Replace("  ", " ", StringComparison.Ordinal)).ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        var streams = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(streams, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(terminal, "Cancelled.", ExitCodes.Cancelled).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OpenQasmException or IOException or UnauthorizedAccessException)
        {
            return await FailAsync(terminal, error.Message, ExitCodes.Input).ConfigureAwait(false);
        }
        catch (DeviceException error)
        {
            return await FailAsync(terminal, error.Message, ExitCodes.NotSupported).ConfigureAwait(false);
        }
        catch (Exception error) when (error is CovalentException or ArgumentException or InvalidOperationException)
        {
            return await FailAsync(terminal, error.Message, ExitCodes.Failure).ConfigureAwait(false);
        }
    }

    private static async Task<int> FailAsync(Terminal terminal, string message, int code)
    {
        await terminal.Error.WriteLineAsync(message).ConfigureAwait(false);
        return code;
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
