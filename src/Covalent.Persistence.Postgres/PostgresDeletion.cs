using Covalent.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <summary>Deletes dispatches with their sublattices, then the values nobody needs any more, then has PostgreSQL clear the rows away.</summary>
internal sealed class PostgresDeletion(NpgsqlConnection connection)
{
    private const string Tables = "graphs, nodes, steps, attempts, handles, asset_refs, asset_chunks, assets, bundles, bundle_files, cache, dispatches";
    private const string SizeOfRows =
        "SELECT coalesce(sum(bytes), 0)::bigint FROM (SELECT sum(length(data)) AS bytes FROM graphs WHERE id BETWEEN $1 AND $2 "
        + "UNION ALL SELECT sum(60 + coalesce(length(value), 0) + coalesce(length(detail), 0)) FROM nodes WHERE id BETWEEN $1 AND $2 "
        + "UNION ALL SELECT sum(length(data)) FROM steps WHERE id BETWEEN $1 AND $2) AS rows";

    private const string IsUnused =
        "NOT EXISTS (SELECT 1 FROM asset_refs r WHERE r.sha256 = a.sha256) AND NOT EXISTS (SELECT 1 FROM bundle_files b WHERE b.sha256 = a.sha256)";

    private readonly PostgresReader _reader = new(connection);

    public async Task<(DeleteReport Report, IReadOnlyList<string> Gone)> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken)
    {
        var deleted = new List<string>();
        var gone = new List<string>();
        var failed = new Dictionary<string, string>(StringComparer.Ordinal);
        long freed = 0;
        foreach (var id in dispatchIds.Distinct(StringComparer.Ordinal))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (await RefusalAsync(id, cancellationToken).ConfigureAwait(false) is { } reason)
                {
                    failed[id] = reason;
                    continue;
                }

                freed += await DeleteTreeAsync(id, gone, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                deleted.Add(id);
            }
        }

        if (deleted.Count > 0)
        {
            await VacuumAsync(cancellationToken).ConfigureAwait(false);
        }

        return (new DeleteReport(deleted, failed, freed), gone);
    }

    /// <summary>Deletes old values that no dispatch needs.</summary>
    /// <returns>Bytes freed.</returns>
    public async Task<long> SweepAsync(DateTime writtenBefore, CancellationToken cancellationToken)
    {
        await _reader.RowsAsync("DELETE FROM bundles b WHERE published_at < $1 AND NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.bundle_id = b.id) RETURNING 1",
            static _ => 0, cancellationToken, new NpgsqlParameter<DateTime> { TypedValue = writtenBefore }).ConfigureAwait(false);
        var old = await _reader.RowsAsync(
            $"SELECT sha256 FROM assets a WHERE written_at < $1 AND {IsUnused}",
            row => row.GetFieldValue<byte[]>(0), cancellationToken, new NpgsqlParameter<DateTime> { TypedValue = writtenBefore }).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var freed = await DeleteUnusedAsync(old, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return freed;
        }
    }

    private async Task<string?> RefusalAsync(string id, CancellationToken cancellationToken)
    {
        var found = await _reader.RowsAsync("SELECT status, parent_id FROM dispatches WHERE id = $1 FOR UPDATE",
            row => (Status: (Status)row.GetInt16(0), Parent: row.IsDBNull(1) ? null : row.GetString(1)), cancellationToken, StatementBatch.Text(id)).ConfigureAwait(false);
        return found.Count == 0 ? "it is not known here"
            : found[0].Parent is { } parent ? $"it is a sublattice of {parent}; delete that one"
            : !found[0].Status.IsTerminal() ? $"it is {found[0].Status.ToWord()}; cancel it and wait for its end first"
            : null;
    }

    private async Task<long> DeleteTreeAsync(string id, List<string> gone, CancellationToken cancellationToken)
    {
        var members = await _reader.RowsAsync(
            "SELECT number, id FROM dispatches WHERE id = $1 UNION ALL SELECT number, id FROM dispatches WHERE root_id = $1 AND parent_id IS NOT NULL",
            row => (Number: row.GetInt64(0), Id: row.GetString(1)), cancellationToken, StatementBatch.Text(id)).ConfigureAwait(false);
        var numbers = members.Select(member => member.Number).ToArray();
        var values = await _reader.RowsAsync("SELECT DISTINCT sha256 FROM asset_refs WHERE dispatch = ANY($1)", row => row.GetFieldValue<byte[]>(0), cancellationToken,
            StatementBatch.Column(numbers, NpgsqlDbType.Bigint)).ConfigureAwait(false);
        long freed = 0;
        foreach (var (number, member) in members)
        {
            gone.Add(member);
            freed += (await _reader.RowsAsync(SizeOfRows, row => row.GetInt64(0), cancellationToken,
                StatementBatch.Number(RowId.First(number)), StatementBatch.Number(RowId.Last(number))).ConfigureAwait(false))[0];
            await DeleteRowsAsync(number, cancellationToken).ConfigureAwait(false);
        }

        return freed + await DeleteUnusedAsync(values, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteRowsAsync(long number, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add("DELETE FROM cache WHERE node BETWEEN $1 AND $2", StatementBatch.Number(RowId.First(number)), StatementBatch.Number(RowId.Last(number)));
            foreach (var table in (ReadOnlySpan<string>)["graphs", "nodes", "steps"])
            {
                batch.Add($"DELETE FROM {table} WHERE id BETWEEN $1 AND $2", StatementBatch.Number(RowId.First(number)), StatementBatch.Number(RowId.Last(number)));
            }

            foreach (var table in (ReadOnlySpan<string>)["attempts", "handles", "cancel_requests", "asset_refs"])
            {
                batch.Add($"DELETE FROM {table} WHERE dispatch = $1", StatementBatch.Number(number));
            }

            batch.Add("DELETE FROM dispatches WHERE number = $1", StatementBatch.Number(number));
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // First the locks, then, in a statement that sees what was committed while it waited for them, the question who needs the values.
    private async Task<long> DeleteUnusedAsync(List<byte[]> values, CancellationToken cancellationToken)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        await _reader.RowsAsync("SELECT 1 FROM assets WHERE sha256 = ANY($1) ORDER BY sha256 FOR UPDATE", static _ => 0, cancellationToken,
            StatementBatch.Column<byte[]>([.. values], NpgsqlDbType.Bytea)).ConfigureAwait(false);
        var freed = await _reader.RowsAsync(
            $"DELETE FROM assets a WHERE sha256 = ANY($1) AND {IsUnused} RETURNING length",
            row => row.GetInt64(0), cancellationToken, StatementBatch.Column<byte[]>([.. values], NpgsqlDbType.Bytea)).ConfigureAwait(false);
        return freed.Sum();
    }

    private async Task VacuumAsync(CancellationToken cancellationToken)
    {
        var vacuum = new NpgsqlCommand($"VACUUM (TRUNCATE, INDEX_CLEANUP) {Tables}", connection);
        await using (vacuum.ConfigureAwait(false))
        {
            await vacuum.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
