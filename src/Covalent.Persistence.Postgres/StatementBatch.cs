using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <summary>Statements that travel to the server together and are one transaction there.</summary>
internal sealed class StatementBatch : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch;

    public StatementBatch(NpgsqlConnection connection) => _batch = connection.CreateBatch();

    public int Count => _batch.BatchCommands.Count;

    public StatementBatch Add(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        _batch.BatchCommands.Add(command);
        return this;
    }

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Number(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Small(int value) => new NpgsqlParameter<short> { TypedValue = (short)value };

    public static NpgsqlParameter Flag(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    public static NpgsqlParameter Optional(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value is { } v ? v : DBNull.Value };

    public static NpgsqlParameter Optional(int? value) => new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = value is { } v ? v : DBNull.Value };

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : CleanText.Of(value) };

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter NoBytes() => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = DBNull.Value };

    /// <summary>An array: one column of the rows to insert.</summary>
    public static NpgsqlParameter Column<T>(T[] values, NpgsqlDbType type) => new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public Task RunAsync(CancellationToken cancellationToken) => _batch.ExecuteNonQueryAsync(cancellationToken);

    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken) => _batch.ExecuteReaderAsync(cancellationToken);

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
