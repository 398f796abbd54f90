using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Archives;

/// <summary><c>covalent export</c>: a dispatch with everything known of it, in one file.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var file = new Option<string?>("--output", "-o") { Description = "File to write; default ID.covalent in this folder.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite the file." };
        var command = new VerbCommand("export", "Write a dispatch that has ended, with results and sublattices, into one file.", "export 019a1b2c", "export 019a1b2c -o run.covalent") { id, file, force };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            if (!dispatch.Status.IsTerminal())
            {
                throw new CommandException(ExitCodes.NotYet, $"Dispatch {dispatch.DispatchId} is {dispatch.Status.ToWord()}; only one that has ended can be exported. Follow it with 'covalent watch'.");
            }

            var path = Path.GetFullPath(parsed.GetValue(file) ?? $"{dispatch.DispatchId}.covalent");
            if (File.Exists(path) && !parsed.GetValue(force))
            {
                throw new CommandException(ExitCodes.Input, $"{path} is there already. Choose another name with --output, or overwrite it with --force.");
            }

            if (!Directory.Exists(Path.GetDirectoryName(path)))
            {
                throw new CommandException(ExitCodes.Input, $"There is no folder for {path}. Make it first, or name another with --output.");
            }

            await WriteAsync(connection.Client, dispatch, path, cancellationToken).ConfigureAwait(false);
            await host.Terminal.Out.WriteLineAsync($"{dispatch.DispatchId} is in {path} ({TimeText.Size(new FileInfo(path).Length)}).").ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    // A half-written archive never gets the name of a whole one.
    private static async Task WriteAsync(IDispatcherClient client, DispatchSnapshot dispatch, string path, CancellationToken cancellationToken)
    {
        var temporary = path + ".tmp";
        try
        {
            var output = new FileStream(temporary, FileMode.Create, FileAccess.Write);
            await using (output.ConfigureAwait(false))
            {
                await client.ExportAsync(dispatch.DispatchId, output, cancellationToken).ConfigureAwait(false);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
