using Covalent.Engine.Storage.Sqlite;

namespace Covalent.Cli.Commands.Service;

/// <summary>The schema a database has, and the one this version knows.</summary>
/// <param name="Current">Number of the last migration applied; 0 for a new database.</param>
/// <param name="Latest">Number of the last migration there is.</param>
internal sealed record DatabaseSchema(long Current, long Latest)
{
    public bool IsPending => Current < Latest;

    /// <summary>Looks at the database of a folder; null when there is none yet.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static DatabaseSchema? Of(ServerFolder folder)
    {
        // An empty file is a database that nobody wrote to yet.
        if (new FileInfo(folder.Database) is not { Exists: true, Length: > 0 })
        {
            return null;
        }

        using var database = SqliteDatabase.Open(folder.Database, create: false);
        return new DatabaseSchema(database.QueryNumber("PRAGMA user_version"), SqliteMigrations.Latest);
    }

    /// <exception cref="CommandException">A migration is pending, and nobody said that it may be done on the way.</exception>
    public static void RefusePending(CommandHost host, ServerFolder folder, ServerSettings settings, bool ignore)
    {
        // A shared database is brought up to date by the first server that needs it; the folder's own is not opened then.
        if (!ignore && !IsShared(host, settings) && Of(folder) is { IsPending: true } schema)
        {
            throw new CommandException(ExitCodes.Unavailable, $"The database {folder.Database} has schema {schema.Current}, and this version uses {schema.Latest}. Make a copy of it and run 'covalent db migrate', or start with --ignore-migrations.");
        }
    }

    /// <summary>Whether a server with these settings keeps its dispatches elsewhere than in its folder.</summary>
    public static bool IsShared(CommandHost host, ServerSettings settings) =>
        settings.Database is not null || settings.HadSecretDatabase || host.Configuration().GetText("dispatcher.database_url") is { Length: > 0 };

    public override string ToString() => (Current - Latest) switch
    {
        < 0 => $"schema {Current}, {Latest} is pending ('covalent db migrate')",
        0 => $"schema {Current}, up to date",
        _ => $"schema {Current}, newer than this version knows ({Latest})",
    };
}
