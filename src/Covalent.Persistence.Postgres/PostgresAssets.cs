using Covalent.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <summary>Large values and streams, cut into chunks and named by the SHA-256 of the whole.</summary>
internal static class PostgresAssets
{
    public const int ChunkBytes = 4 << 20;

    /// <summary>Writes bytes unless they are there. Within a transaction of its own they are there whole or not at all.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, AssetId asset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.FromHexString(asset.Sha256);
        if (await TouchAsync(connection, sha256, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            // Whoever comes second waits here for the first, then finds the chunks there.
            batch.Add("INSERT INTO assets (sha256, length) VALUES ($1, $2) ON CONFLICT DO NOTHING", StatementBatch.Bytes(sha256), StatementBatch.Number(asset.Length));
            for (var chunk = 0; chunk * (long)ChunkBytes < bytes.Length; chunk++)
            {
                var start = chunk * ChunkBytes;
                batch.Add("INSERT INTO asset_chunks (sha256, chunk, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    StatementBatch.Bytes(sha256), StatementBatch.Number(chunk), StatementBatch.Bytes(bytes[start..Math.Min(bytes.Length, start + ChunkBytes)]));
            }

            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Which of these assets are there. They stay until the transaction ends: deletion waits for it.</summary>
    public static async Task<HashSet<string>> HoldAsync(NpgsqlConnection connection, IEnumerable<AssetId> assets, CancellationToken cancellationToken) =>
        [.. await new PostgresReader(connection).RowsAsync("SELECT sha256 FROM assets WHERE sha256 = ANY($1) ORDER BY sha256 FOR KEY SHARE",
            row => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)), cancellationToken,
            StatementBatch.Column<byte[]>([.. assets.Select(asset => Convert.FromHexString(asset.Sha256))], NpgsqlDbType.Bytea)).ConfigureAwait(false)];

    /// <summary>Reads an asset on the calling thread: values are read where the engine needs them at once.</summary>
    public static ReadOnlyMemory<byte> Read(NpgsqlConnection connection, PostgresAddress address, AssetId asset)
    {
        var bytes = new byte[asset.Length];
        var at = 0;
        using var command = new NpgsqlCommand("SELECT data FROM asset_chunks WHERE sha256 = $1 ORDER BY chunk", connection);
        command.Parameters.Add(StatementBatch.Bytes(Convert.FromHexString(asset.Sha256)));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var chunk = rows.GetFieldValue<byte[]>(0);
            if (at + (long)chunk.Length > bytes.Length)
            {
                throw Damaged(address, asset);
            }

            chunk.CopyTo(bytes, at);
            at += chunk.Length;
        }

        return at == bytes.Length ? bytes : throw (at == 0 ? Gone(address, asset) : Damaged(address, asset));
    }

    /// <summary>Reads one chunk; null when it is not there.</summary>
    public static async Task<byte[]?> ReadChunkAsync(NpgsqlConnection connection, AssetId asset, int chunk, CancellationToken cancellationToken) =>
        (await new PostgresReader(connection).RowsAsync("SELECT data FROM asset_chunks WHERE sha256 = $1 AND chunk = $2", row => row.GetFieldValue<byte[]>(0), cancellationToken,
            StatementBatch.Bytes(Convert.FromHexString(asset.Sha256)), StatementBatch.Number(chunk)).ConfigureAwait(false)).SingleOrDefault();

    private static async Task<bool> TouchAsync(NpgsqlConnection connection, byte[] sha256, CancellationToken cancellationToken)
    {
        var touch = new NpgsqlCommand("UPDATE assets SET written_at = clock_timestamp() WHERE sha256 = $1", connection);
        await using (touch.ConfigureAwait(false))
        {
            touch.Parameters.Add(StatementBatch.Bytes(sha256));
            return await touch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
        }
    }

    public static StorageException Gone(PostgresAddress address, AssetId asset) =>
        new($"The stored value {asset.Sha256} is gone from {address.Name}, so the value in it is lost. Restore the database, or run the task again.");

    public static StorageException Damaged(PostgresAddress address, AssetId asset) =>
        new($"The stored value {asset.Sha256} in {address.Name} has not the {asset.Length} bytes it had: it was altered. Run the task again.");
}
