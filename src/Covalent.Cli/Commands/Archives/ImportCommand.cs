using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Archives;

/// <summary><c>covalent import</c>: takes an exported dispatch into a data folder or a server.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var file = new Argument<string>("FILE") { Description = "What 'covalent export' wrote." };
        var command = new VerbCommand("import", "Take in an exported dispatch.", "import run.covalent", "import run.covalent --data ./lab") { file };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // A file that cannot be read must not leave a new data folder behind.
            var input = new FileStream(parsed.GetRequiredValue(file), FileMode.Open, FileAccess.Read);
            await using (input.ConfigureAwait(false))
            {
                var connection = where.OpenToWrite(host, parsed);
                await using (connection.ConfigureAwait(false))
                {
                    var id = await connection.Client.ImportAsync(input, cancellationToken).ConfigureAwait(false);
                    var dispatch = await connection.Client.GetAsync(id, cancellationToken).ConfigureAwait(false);
                    await host.Terminal.Out.WriteLineAsync($"{id} ({Printable.Line(dispatch.Name, 40)}, {dispatch.Status.ToWord()}) is in {connection.Client.Location}.").ConfigureAwait(false);
                    return ExitCodes.Success;
                }
            }
        });
        return command;
    }
}
