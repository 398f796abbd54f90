using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;
using Covalent.Engine.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent db</c>: the database's schema.</summary>
internal static class DbCommand
{
    public static Command Create(CommandHost host) => new VerbCommand("db", "Look at the database's schema and bring it up to date.", "db status", "db migrate", "db backup /backups/today") { MigrateCommand(host), BackupCommand(host), StatusCommand(host) };

    private static VerbCommand MigrateCommand(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var command = new VerbCommand("migrate", "Bring the database to this version's schema; a new one is made where there is none.", "db migrate", "db migrate --data ./lab") { data };
        command.SetAction(async (parsed, _) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            if (folder.FindRunning() is { } server)
            {
                throw new CommandException(ExitCodes.Unavailable, $"The server (process {server.Process.Id}) uses the database. Stop it with 'covalent stop' first.");
            }

            RefuseShared(host, folder, "the first server that starts brings it up to date, under a lock");
            var before = DatabaseSchema.Of(folder);
            if (before is { IsPending: false })
            {
                await host.Terminal.Out.WriteLineAsync($"{folder.Database}: {before}.").ConfigureAwait(false);
                return ExitCodes.Success;
            }

            Directory.CreateDirectory(folder.Path);
            using (var database = SqliteDatabase.Open(folder.Database, create: true))
            {
                SqliteMigrations.Apply(database, folder.Database);
            }

            await host.Terminal.Out.WriteLineAsync(before is null
                ? $"{folder.Database}: made with schema {SqliteMigrations.Latest}."
                : $"{folder.Database}: migrated from schema {before.Current} to {SqliteMigrations.Latest}.").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand BackupCommand(CommandHost host)
    {
        var target = new Argument<string>("FOLDER") { Description = "New folder for the copy." };
        var data = DispatcherOptions.DataOption();
        var command = new VerbCommand("backup", "Copy database, values and stored code into a new folder, as they are at one moment, while everything goes on.", "db backup /backups/today") { target, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            RefuseShared(host, folder, "'pg_dump -n covalent' copies it, at any time");
            if (DatabaseSchema.Of(folder) is null)
            {
                throw new CommandException(ExitCodes.NotFound, $"There is no database in {folder.Path}; there is nothing to copy.");
            }

            var copy = Path.GetFullPath(parsed.GetRequiredValue(target));
            if (File.Exists(copy) || (Directory.Exists(copy) && Directory.EnumerateFileSystemEntries(copy).Any()))
            {
                throw new CommandException(ExitCodes.Input, $"{copy} is there already, and a copy is never written over something. Name a new folder.");
            }

            var engine = EmbeddedClient.ForTools(host.Configuration(), folder.Path, NullLoggerFactory.Instance);
            await using (engine.ConfigureAwait(false))
            {
                await engine.BackupAsync(copy, cancellationToken).ConfigureAwait(false);
            }

            await host.Terminal.Out.WriteLineAsync($"The copy is in {copy}; use it with --data, or put it in the place of the data folder.").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static VerbCommand StatusCommand(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("status", "Tell which schema the database has.", "db status") { data, json };
        command.SetAction(async (parsed, _) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var isShared = DatabaseSchema.IsShared(host, ServerSettings.Read(folder));
            var schema = isShared ? null : DatabaseSchema.Of(folder);
            if (parsed.GetValue(json))
            {
                await Json.WriteAsync(host.Terminal, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("database", isShared ? "postgresql" : folder.Database);
                    writer.WriteBoolean("exists", isShared || schema is not null);
                    writer.WriteNumberOrNull("current", isShared ? null : schema?.Current ?? 0);
                    writer.WriteNumberOrNull("latest", isShared ? null : SqliteMigrations.Latest);
                    writer.WriteEndObject();
                }).ConfigureAwait(false);
            }
            else
            {
                await host.Terminal.Out.WriteLineAsync(isShared
                    ? $"The dispatches of {folder.Path} are in a PostgreSQL database; the first server that starts brings it up to date."
                    : $"{folder.Database}: {schema?.ToString() ?? "not there yet; the first dispatch makes it"}.").ConfigureAwait(false);
            }

            return schema is { IsPending: true } ? ExitCodes.NotYet : ExitCodes.Success;
        });
        return command;
    }

    private static void RefuseShared(CommandHost host, ServerFolder folder, string instead)
    {
        if (DatabaseSchema.IsShared(host, ServerSettings.Read(folder)))
        {
            throw new CommandException(ExitCodes.Unavailable, $"The dispatches of {folder.Path} are in a PostgreSQL database: {instead}.");
        }
    }
}
