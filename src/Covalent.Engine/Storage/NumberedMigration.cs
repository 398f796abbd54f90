using System.Globalization;
using System.Reflection;

namespace Covalent.Engine.Storage;

/// <summary>One step from a database's schema to the next: an SQL file such as <c>Migrations/0002_triggers.sql</c> beside its store.</summary>
/// <param name="Number">The schema it makes.</param>
/// <param name="Sql">What it runs.</param>
internal sealed record NumberedMigration(int Number, string Sql)
{
    private const string Marker = ".Migrations.";

    /// <summary>The migrations in an assembly, in the order in which they are applied.</summary>
    public static IReadOnlyList<NumberedMigration> In(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(static name => name.Contains(Marker, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => new NumberedMigration(NumberOf(name[(name.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..]), Read(assembly, name)))
            .OrderBy(static migration => migration.Number),
    ];

    /// <summary>What is said of a database that a newer version wrote.</summary>
    /// <param name="database">Its name, for people.</param>
    /// <param name="current">Its schema.</param>
    /// <param name="latest">The newest schema that is known here.</param>
    /// <param name="place">What else the dispatches could be kept in.</param>
    public static StorageException Newer(string database, long current, int latest, string place) =>
        new($"The database {database} has schema {current}, this version of Covalent knows {latest}. Use the newer version that wrote it, or another {place}.");

    private static int NumberOf(string file) => int.Parse(file.AsSpan(0, file.IndexOf('_')), CultureInfo.InvariantCulture);

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
