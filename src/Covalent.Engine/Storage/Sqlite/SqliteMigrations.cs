using System.Globalization;
using System.Reflection;

namespace Covalent.Engine.Storage.Sqlite;

/// <summary>Brings a database to the schema of this version. Migrations are the numbered SQL files beside this one; the number of the last one
/// applied is the database's <c>user_version</c>.</summary>
internal static class SqliteMigrations
{
    private static readonly Lazy<IReadOnlyList<(int Number, string Sql)>> All = new(Load);

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
                throw new StorageException($"The database '{path}' has schema {current}, this version of Covalent knows {latest}. "
                    + "Use the newer version that wrote it, or another data folder.");
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
            database.Execute("ROLLBACK");
            throw;
        }
    }

    private static (int, string)[] Load()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        const string marker = ".Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.Contains(marker, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (Number(name[(name.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..]), Read(assembly, name)))
            .OrderBy(m => m.Item1)];
    }

    private static int Number(string file) => int.Parse(file.AsSpan(0, file.IndexOf('_')), CultureInfo.InvariantCulture);

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
