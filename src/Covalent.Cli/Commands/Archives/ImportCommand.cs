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
        var command = new VerbCommand("import", "Take in an exported dispatch; one that is there already is left alone.", "import run.covalent", "import run.covalent --data ./lab") { file };
        where.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (Directory.Exists(path))
            {
                throw new CommandException(ExitCodes.Input, $"{path} is a folder. Name the file that 'covalent export' wrote.");
            }

            // A file that cannot be read must not leave a new data folder behind.
            var input = new FileStream(path, FileMode.Open, FileAccess.Read);
            await using (input.ConfigureAwait(false))
            {
                var made = NewFolder.Of(host, where.Find(host, parsed));
                try
                {
                    var connection = where.OpenToWrite(host, parsed);
                    await using (connection.ConfigureAwait(false))
                    {
                        return await ImportAsync(host, connection.Client, input, cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (CovalentException e) when (IsAboutTheFile(e))
                {
                    made?.Remove();
                    throw new CommandException(ExitCodes.Input, $"{path} was not taken in: {e.Message}");
                }
                catch
                {
                    made?.Remove();
                    throw;
                }
            }
        });
        return command;
    }

    private static async Task<int> ImportAsync(CommandHost host, IDispatcherClient client, FileStream input, CancellationToken cancellationToken)
    {
        var id = await client.ImportAsync(input, cancellationToken).ConfigureAwait(false);
        var dispatch = await client.GetAsync(id, cancellationToken).ConfigureAwait(false);
        await host.Terminal.Out.WriteLineAsync($"{id} ({Printable.Line(dispatch.Name, 40)}, {dispatch.Status.ToWord()}) is in {client.Location}.").ConfigureAwait(false);
        return ExitCodes.Success;
    }

    private static bool IsAboutTheFile(CovalentException e) => e is ServerRefusedException { Status: 400 or 413 or 422 } or not (ServerRefusedException or ServerUnreachableException or StorageException or ConfigurationException or CommandException);
}
