namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Brings a database to the schema of this version. Migrations are the numbered SQL files beside this one; the number of the last one
/// applied is the database's <c>user_version</c>.</summary>
internal static class SqliteMigrations
{
    private static readonly Lazy<IReadOnlyList<NumberedMigration>> All = new(static () => NumberedMigration.In(typeof(SqliteMigrations).Assembly));

    /// <summary>Number of the last migration there is.</summary>
    public static int Latest => All.Value[^1].Number;

    /// <exception cref="StorageException">The database was written by a newer version.</exception>
    public static void Apply(SqliteDatabase database, string path)
    {
        var latest = Latest;
        if (database.QueryNumber("PRAGMA user_version") == latest)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            var current = database.QueryNumber("PRAGMA user_version");
            if (current > latest)
            {
                throw NumberedMigration.Newer($"'{path}'", current, latest, "data folder");
            }

            foreach (var (number, sql) in All.Value.Where(m => m.Number > current))
            {
                database.Execute(sql);
                database.Execute($"PRAGMA user_version = {number}");
            }

            database.Execute("COMMIT");
        }
        catch
        {
            database.RollBack();
            throw;
        }
    }
}
