using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Covalent.Persistence.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Covalent.Server.Triggers;

/// <summary>A user's query to a user's database, read-only and with a time limit.</summary>
internal sealed class RowQuestion : IAsyncDisposable
{
    private const int MostRows = 1000;
    private const int MostSeconds = 30;
    private readonly string _query;
    private readonly PostgresAddress? _address;
    private readonly DbDataSource? _postgres;
    private readonly string _file;

    private RowQuestion(string query, PostgresAddress? address, string file)
    {
        (_query, _address, _file) = (query, address, file);
        _postgres = address?.ConnectReadOnly();
    }

    /// <exception cref="StorageException">The connection string cannot be used.</exception>
    public static RowQuestion For(DatabaseTrigger trigger) => PostgresAddress.IsAddress(trigger.Database)
        ? new RowQuestion(trigger.Query, PostgresAddress.Parse(trigger.Database), "")
        : new RowQuestion(trigger.Query, null, trigger.Database);

    /// <summary>The hash of the rows; empty when there are none.</summary>
    /// <exception cref="CovalentException">The database or the query failed.</exception>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = _postgres?.CreateConnection() ?? new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = _file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = MostSeconds }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return _postgres is null ? await AskFileAsync(connection, cancellationToken) : await AskServerAsync(connection, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw _address!.Explain("ask a trigger's question", e);
        }
        catch (SqliteException e)
        {
            throw new CovalentException($"The trigger's question to '{_file}' failed: {e.Message} Check the path, its rights and the query.", e);
        }
    }

    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<string> AskFileAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The query is the user's own; the connection can only read.
        command.CommandText = _query;
#pragma warning restore CA2100
        command.CommandTimeout = MostSeconds;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await HashAsync(rows, cancellationToken);
    }

    // A session that only reads by default can be told otherwise. A transaction that has begun to read cannot, and a batch takes one statement only,
    // so that the transaction cannot be ended by the query either.
    private async Task<string> AskServerAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var begin = connection.CreateCommand())
        {
            begin.CommandText = "SET TRANSACTION READ ONLY; SELECT 1";
            await begin.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var batch = connection.CreateBatch();
        batch.Timeout = MostSeconds;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(_query));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await HashAsync(rows, cancellationToken);
    }

    private static async Task<string> HashAsync(DbDataReader rows, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        for (; count < MostRows && await rows.ReadAsync(cancellationToken); count++)
        {
            for (var column = 0; column < rows.FieldCount; column++)
            {
                var value = rows.GetValue(column);
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                hash.AppendData(Encoding.UTF8.GetBytes($"{value.GetType().Name}:{bytes.Length}:"));
                hash.AppendData(bytes);
            }
        }

        return count == 0 ? "" : Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
