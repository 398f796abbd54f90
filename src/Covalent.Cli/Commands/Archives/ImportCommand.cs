using System.CommandLine;
using System.IO.Compression;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;
using Covalent.Engine;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;

namespace Covalent.Cli.Commands.Archives;

/// <summary><c>covalent import</c>: takes an exported dispatch into a data folder, whether a server runs on it or not.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "What 'covalent export' wrote." };
        var data = DispatcherOptions.DataOption();
        var command = new VerbCommand("import", "Take an exported dispatch into the data folder.", "import run.zip", "import run.zip --data ./lab") { file, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = host.Configuration();
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? configuration.DataFolder);
            var dispatches = await ReadAsync(parsed.GetRequiredValue(file), cancellationToken).ConfigureAwait(false);
            var store = new SqliteStore(folder, configuration.GetText("dispatcher.synchronous") == "full" ? StoreSynchronous.Full : StoreSynchronous.Normal);
            await using (store.ConfigureAwait(false))
            {
                await store.OpenAsync(cancellationToken).ConfigureAwait(false);
                var written = await DispatchImport.RunAsync(store, dispatches, cancellationToken).ConfigureAwait(false);
                return await ReportAsync(host.Terminal, dispatches, written, folder).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<ImportedDispatch>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var input = new FileStream(path, FileMode.Open, FileAccess.Read);
        await using (input.ConfigureAwait(false))
        {
            ZipArchive archive;
            try
            {
                archive = new ZipArchive(input, ZipArchiveMode.Read);
            }
            catch (InvalidDataException e)
            {
                throw new CommandException(ExitCodes.Input, $"{Printable.Line(path)} is no archive: {e.Message} 'covalent export' makes them.");
            }

            await using (archive.ConfigureAwait(false))
            {
                return await new ArchiveReader(archive).ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<int> ReportAsync(Terminal terminal, IReadOnlyList<ImportedDispatch> dispatches, IReadOnlyList<string> written, string folder)
    {
        var root = dispatches[0].Snapshot;
        if (written.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"{root.DispatchId} is in {folder} already; nothing was changed.").ConfigureAwait(false);
            return ExitCodes.Success;
        }

        await terminal.Out.WriteLineAsync($"Imported {root.DispatchId} ({Printable.Line(root.Name, 40)}, {root.Status.ToWord()}){(written.Count > 1 ? $" and {written.Count - 1} sublattices" : "")} into {folder}.").ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
