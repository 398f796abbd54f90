using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Brings a schema to the version of this program. Migrations are the numbered SQL files; a lock lets one server at a time apply them.</summary>
internal static class PostgresMigrations
{
    private const int OldestServer = 13;
    private static readonly Lazy<IReadOnlyList<NumberedMigration>> All = new(static () => NumberedMigration.In(typeof(PostgresMigrations).Assembly));

    public static int Latest => All.Value[^1].Number;

    /// <exception cref="StorageException">The server is too old, or the tables were made by a newer version of Covalent.</exception>
    public static async Task ApplyAsync(NpgsqlDataSource source, PostgresAddress address, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (connection.PostgreSqlVersion.Major < OldestServer)
            {
                throw new StorageException($"The database {address.Name} runs on PostgreSQL {connection.PostgreSqlVersion}; version {OldestServer} or newer is needed. Upgrade the server, or name another one.");
            }

            if (await CurrentAsync(connection, cancellationToken).ConfigureAwait(false) != Latest)
            {
                await MigrateAsync(connection, address, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, PostgresAddress address, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync(connection, $"SELECT pg_advisory_xact_lock(hashtextextended('covalent/migrations/' || {Literal(address.Schema)}, 0))", cancellationToken).ConfigureAwait(false);
            if (await AskAsync(connection, $"SELECT 1 FROM pg_namespace WHERE nspname = {Literal(address.Schema)}", cancellationToken).ConfigureAwait(false) is null)
            {
                await RunAsync(connection, $"CREATE SCHEMA {address.QuotedSchema}", cancellationToken).ConfigureAwait(false);
            }

            await RunAsync(connection, "CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)", cancellationToken).ConfigureAwait(false);
            var current = await CurrentAsync(connection, cancellationToken).ConfigureAwait(false);
            if (current > Latest)
            {
                throw NumberedMigration.Newer(address.Name, current, Latest, "database");
            }

            foreach (var (number, sql) in All.Value.Where(m => m.Number > current))
            {
                await RunAsync(connection, sql, cancellationToken).ConfigureAwait(false);
                await RunAsync(connection, $"DELETE FROM schema_version; INSERT INTO schema_version VALUES ({number})", cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> CurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await AskAsync(connection, "SELECT to_regclass('schema_version')::text", cancellationToken).ConfigureAwait(false) is null or DBNull
            ? 0
            : await AskAsync(connection, "SELECT version FROM schema_version", cancellationToken).ConfigureAwait(false) as int? ?? 0;

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
