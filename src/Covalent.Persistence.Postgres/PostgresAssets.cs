using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <summary>Large values and streams, cut into chunks and named by the SHA-256 of the whole.</summary>
internal static class PostgresAssets
{
    public const int ChunkBytes = 4 << 20;

    /// <summary>Writes bytes unless they are there. Within the caller's transaction they are there whole or not at all.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, AssetId asset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var sha256 = Convert.FromHexString(asset.Sha256);
        if (await TouchAsync(connection, sha256, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        // Whoever comes second waits at the first statement, then finds the chunks there.
        void AddAsset(StatementBatch batch) => batch.Add("INSERT INTO assets (sha256, length) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            StatementBatch.Bytes(sha256), StatementBatch.Number(asset.Length));
        void AddChunk(StatementBatch batch, int chunk, ReadOnlyMemory<byte> data) => batch.Add("INSERT INTO asset_chunks (sha256, chunk, data) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            StatementBatch.Bytes(sha256), StatementBatch.Number(chunk), StatementBatch.Bytes(data));
        if (IsOneMessage(bytes))
        {
            await RunAsync(connection, batch =>
            {
                AddAsset(batch);
                AddChunk(batch, 0, bytes);
            }, cancellationToken).ConfigureAwait(false);
            return;
        }

        await RunAsync(connection, AddAsset, cancellationToken).ConfigureAwait(false);
        var number = 0;
        foreach (var piece in ChunksOf(bytes))
        {
            await RunAsync(connection, batch => AddChunk(batch, number, piece), cancellationToken).ConfigureAwait(false);
            number++;
        }
    }

    /// <summary>Whether bytes are few enough to travel at once, and so are a transaction by themselves.</summary>
    public static bool IsOneMessage(ReadOnlyMemory<byte> bytes) => bytes.Length <= ChunkBytes;

    /// <summary>Which of these assets are there. They stay until the transaction ends: deletion waits for it.</summary>
    public static async Task<HashSet<string>> HoldAsync(NpgsqlConnection connection, IEnumerable<AssetId> assets, CancellationToken cancellationToken) =>
        [.. await new PostgresReader(connection).RowsAsync("SELECT sha256 FROM assets WHERE sha256 = ANY($1) ORDER BY sha256 FOR KEY SHARE",
            row => Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)), cancellationToken,
            StatementBatch.Column<byte[]>([.. assets.Select(asset => Convert.FromHexString(asset.Sha256))], NpgsqlDbType.Bytea)).ConfigureAwait(false)];

    /// <summary>Reads an asset on the calling thread: values are read where the engine needs them at once. Large ones come to rest in a file.</summary>
    public static ReadOnlyMemory<byte> Read(NpgsqlConnection connection, PostgresAddress address, AssetId asset, string spoolFolder)
    {
        if (asset.Length <= SpooledBytes.Threshold)
        {
            var bytes = new byte[asset.Length];
            ReadChunks(connection, address, asset, (at, chunk) => chunk.CopyTo(bytes, at));
            return bytes;
        }

        using var spool = new Spool(spoolFolder);
        ReadChunks(connection, address, asset, (_, chunk) => spool.Append(chunk));
        return spool.Take();
    }

    private static void ReadChunks(NpgsqlConnection connection, PostgresAddress address, AssetId asset, Action<int, byte[]> take)
    {
        var at = 0;
        using var command = new NpgsqlCommand("SELECT data FROM asset_chunks WHERE sha256 = $1 ORDER BY chunk", connection);
        command.Parameters.Add(StatementBatch.Bytes(Convert.FromHexString(asset.Sha256)));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var chunk = rows.GetFieldValue<byte[]>(0);
            if (at + (long)chunk.Length > asset.Length)
            {
                throw Damaged(address, asset);
            }

            take(at, chunk);
            at += chunk.Length;
        }

        if (at != asset.Length)
        {
            throw at == 0 ? Gone(address, asset) : Damaged(address, asset);
        }
    }

    // Plain memory is cut without copying.
    private static IEnumerable<ReadOnlyMemory<byte>> ChunksOf(ReadOnlyMemory<byte> bytes) => SpooledBytes.Pieces(bytes, ChunkBytes).SelectMany(static piece =>
        Enumerable.Range(0, (piece.Length + ChunkBytes - 1) / ChunkBytes).Select(chunk => piece[(chunk * ChunkBytes)..Math.Min(piece.Length, (chunk + 1) * ChunkBytes)]));

    private static async Task RunAsync(NpgsqlConnection connection, Action<StatementBatch> fill, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            fill(batch);
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
        }
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
