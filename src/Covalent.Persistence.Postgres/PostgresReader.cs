using Covalent.Core.Graph;
using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Reads through one connection, which its user disposes of.</summary>
internal sealed partial class PostgresReader(NpgsqlConnection connection)
{
    private const string DispatchColumns =
        "d.number, d.id, d.root_id, d.parent_id, d.parent_node, d.name, d.status, d.created_at, d.started_at, d.ended_at, d.node_count, d.parameter_count, "
        + "d.completed, d.failed, d.cancelled, d.priority, d.fail_fast, d.cancel_requested, d.owner, d.bundle_id, d.redispatch_of, d.error, d.output_type, d.output, d.trace";

    public async Task<DispatchRecord?> FindAsync(string dispatchId, CancellationToken cancellationToken)
    {
        var found = await RowsAsync($"SELECT {DispatchColumns} FROM dispatches d WHERE d.id = $1", ReadDispatch, cancellationToken, StatementBatch.Text(dispatchId)).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Counts the nodes of an unfinished dispatch; parameters have no records and are in the row.</summary>
    public async Task<DispatchRecord> CountAsync(DispatchRecord record, CancellationToken cancellationToken)
    {
        var counts = (await RowsAsync("SELECT status, count(*) FROM nodes WHERE id BETWEEN $1 AND $2 GROUP BY status",
            row => (Status: (Status)row.GetInt16(0), Count: (int)row.GetInt64(1)), cancellationToken,
            StatementBatch.Number(RowId.First(record.Key.Number)), StatementBatch.Number(RowId.Last(record.Key.Number))).ConfigureAwait(false)).ToDictionary(c => c.Status, c => c.Count);
        return record with
        {
            CompletedCount = record.CompletedCount + counts.GetValueOrDefault(Status.Completed),
            FailedCount = counts.GetValueOrDefault(Status.Failed),
            CancelledCount = counts.GetValueOrDefault(Status.Cancelled),
        };
    }

    public async Task<byte[]> ReadGraphAsync(DispatchKey dispatch, CancellationToken cancellationToken)
    {
        var chunks = await RowsAsync("SELECT data FROM graphs WHERE id BETWEEN $1 AND $2 ORDER BY id", row => row.GetFieldValue<byte[]>(0), cancellationToken,
            StatementBatch.Number(RowId.First(dispatch.Number)), StatementBatch.Number(RowId.Last(dispatch.Number))).ConfigureAwait(false);
        return chunks.Count switch
        {
            0 => throw new DispatchNotFoundException(dispatch.Id, "the store"),
            1 => chunks[0],
            _ => Joined(chunks),
        };
    }

    public async Task<LatticeInfo> ReadLatticeAsync(DispatchKey dispatch, CancellationToken cancellationToken)
    {
        var found = await RowsAsync("SELECT lattice FROM dispatches WHERE number = $1", row => row.GetFieldValue<byte[]>(0), cancellationToken,
            StatementBatch.Number(dispatch.Number)).ConfigureAwait(false);
        return found.Count == 1 ? LatticeCodec.Read(found[0]) : throw new DispatchNotFoundException(dispatch.Id, "the store");
    }

    public async Task<(IReadOnlyList<DispatchRecord> Page, int Total)> ListAsync(DispatchQuery query, CancellationToken cancellationToken)
    {
        var filter = new List<string> { "true" };
        if (!query.IncludeSublattices)
        {
            filter.Add("d.parent_id IS NULL");
        }

        if (query.Statuses is { } statuses)
        {
            filter.Add($"d.status = ANY(ARRAY[{string.Join(", ", statuses.Select(status => (int)status))}]::smallint[])");
        }

        if (!string.IsNullOrEmpty(query.Search))
        {
            filter.Add("(strpos(lower(d.name), $1) > 0 OR strpos(lower(d.id), $1) > 0)");
        }

        var where = string.Join(" AND ", filter);
        NpgsqlParameter[] Parameters() => string.IsNullOrEmpty(query.Search) ? [] : [StatementBatch.Text(query.Search.ToLowerInvariant())];
        var page = await RowsAsync($"SELECT {DispatchColumns} FROM dispatches d WHERE {where} ORDER BY {Order(query)} LIMIT {query.Count} OFFSET {query.Offset}",
            ReadDispatch, cancellationToken, Parameters()).ConfigureAwait(false);
        var total = await RowsAsync($"SELECT count(*) FROM dispatches d WHERE {where}", row => row.GetInt64(0), cancellationToken, Parameters()).ConfigureAwait(false);
        return (page, (int)total[0]);
    }

    private static string Order(DispatchQuery query)
    {
        var direction = query.Ascending ? "ASC" : "DESC";
        return query.Sort switch
        {
            DispatchSort.Name => $"lower(d.name) COLLATE \"C\" {direction}, d.number DESC",
            DispatchSort.Started => $"coalesce(d.started_at, 0) {direction}, d.number DESC",
            DispatchSort.Duration => $"CASE coalesce(d.started_at, 0) WHEN 0 THEN -1 ELSE coalesce(nullif(d.ended_at, 0), {query.Now}) - d.started_at END {direction}, d.number DESC",
            DispatchSort.Status => $"d.status {direction}, d.number DESC",
            _ => $"d.created_at {direction}, d.number {direction}",
        };
    }

    public Task<List<string>> TextsAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RowsAsync(sql, row => row.GetString(0), cancellationToken, parameters);

    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddRange(parameters);
            var rows = new List<T>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }

            return rows;
        }
    }

    private static DispatchRecord ReadDispatch(NpgsqlDataReader row)
    {
        var status = (Status)row.GetInt16(6);
        var rootId = row.GetString(2);
        return new DispatchRecord
        {
            Key = new DispatchKey(row.GetString(1)) { Number = row.GetInt64(0), CreatedAt = row.GetInt64(7) },
            RootId = rootId,
            Parent = row.IsDBNull(3) ? null : new ParentLink(row.GetString(3), row.GetInt32(4), rootId),
            Name = row.GetString(5),
            Status = status,
            CreatedAt = row.GetInt64(7),
            StartedAt = NumberAt(row, 8),
            EndedAt = NumberAt(row, 9),
            NodeCount = row.GetInt32(10),
            CompletedCount = status.IsTerminal() ? CountAt(row, 12) : row.IsDBNull(8) ? 0 : row.GetInt32(11),
            FailedCount = CountAt(row, 13),
            CancelledCount = CountAt(row, 14),
            Priority = row.GetInt32(15),
            FailFast = row.GetBoolean(16),
            IsCancelRequested = row.GetBoolean(17),
            Owner = row.GetInt64(18),
            BundleId = TextAt(row, 19),
            RedispatchOf = TextAt(row, 20),
            Error = TextAt(row, 21),
            Output = new GraphOutput(row.GetString(22), row.GetFieldValue<byte[]>(23)),
            Trace = TextAt(row, 24),
        };
    }

    private static byte[] Joined(List<byte[]> chunks)
    {
        var all = new byte[chunks.Sum(chunk => (long)chunk.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(all, at);
            at += chunk.Length;
        }

        return all;
    }

    private static long NumberAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private static int CountAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt32(column);

    private static string? TextAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
