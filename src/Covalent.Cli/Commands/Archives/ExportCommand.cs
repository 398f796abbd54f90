using System.CommandLine;
using System.IO.Compression;
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
        var file = new Option<string?>("--output", "-o") { Description = "File to write; default ID.covalent.zip in this folder.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite the file." };
        var command = new VerbCommand("export", "Write a dispatch that has ended, with results and sublattices, into one file.", "export 019a1b2c", "export 019a1b2c -o run.zip") { id, file, force };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            if (!dispatch.Status.IsTerminal())
            {
                throw new CommandException(ExitCodes.NotYet, $"Dispatch {dispatch.DispatchId} is {dispatch.Status.ToWord()}; only one that has ended can be exported. Follow it with 'covalent watch'.");
            }

            var path = Path.GetFullPath(parsed.GetValue(file) ?? $"{dispatch.DispatchId}.covalent.zip");
            if (File.Exists(path) && !parsed.GetValue(force))
            {
                throw new CommandException(ExitCodes.Input, $"{path} is there already. Choose another name with --output, or overwrite it with --force.");
            }

            var ids = await WriteAsync(connection.Client, dispatch, path, cancellationToken).ConfigureAwait(false);
            var sublattices = ids.Count == 1 ? "" : $" with {ids.Count - 1} sublattices";
            await host.Terminal.Out.WriteLineAsync($"{dispatch.DispatchId}{sublattices} is in {path} ({TimeText.Size(new FileInfo(path).Length)}).").ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    // A half-written archive never gets the name of a whole one.
    private static async Task<IReadOnlyList<string>> WriteAsync(IDispatcherClient client, DispatchSnapshot dispatch, string path, CancellationToken cancellationToken)
    {
        var temporary = path + ".tmp";
        try
        {
            IReadOnlyList<string> ids;
            var output = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite);
            await using (output.ConfigureAwait(false))
            {
                var archive = new ZipArchive(output, ZipArchiveMode.Create);
                await using (archive.ConfigureAwait(false))
                {
                    ids = await new ArchiveWriter(client, archive).WriteAsync(dispatch, cancellationToken).ConfigureAwait(false);
                }
            }

            File.Move(temporary, path, overwrite: true);
            return ids;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
