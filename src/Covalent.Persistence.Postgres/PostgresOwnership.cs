using System.Buffers;
using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Owners, claims and cancel requests: small, rare statements, each its own transaction.</summary>
internal sealed class PostgresOwnership(NpgsqlConnection connection)
{
    private readonly PostgresReader _reader = new(connection);

    public async Task<long> EnterAsync(OwnerRecord owner, TimeSpan lease, CancellationToken cancellationToken) => (await _reader.RowsAsync(
        "WITH entered AS (INSERT INTO owners (host, process_id, process_started_at, lock_name) VALUES ($1, $2, $3, $4) RETURNING number) "
        + "INSERT INTO leases (owner, until) SELECT number, clock_timestamp() + $5 FROM entered RETURNING owner",
        row => row.GetInt64(0), cancellationToken, StatementBatch.Text(owner.Host), StatementBatch.Number(owner.ProcessId), StatementBatch.Number(owner.ProcessStartedAt),
        StatementBatch.Text(owner.LockName), new NpgsqlParameter<TimeSpan> { TypedValue = lease }).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<OwnerRecord>> OwnersAsync(CancellationToken cancellationToken) => await _reader.RowsAsync(
        "SELECT number, host, process_id, process_started_at, lock_name, left_cleanly FROM owners ORDER BY number",
        row => new OwnerRecord(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3), row.GetString(4), row.GetBoolean(5)), cancellationToken).ConfigureAwait(false);

    public async Task LeaveAsync(long owner, bool cleanly, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add("DELETE FROM owners WHERE number = $1 AND NOT EXISTS (SELECT 1 FROM dispatches WHERE owner = $1 AND status NOT IN (4, 5, 6))", StatementBatch.Number(owner))
                .Add("UPDATE owners SET left_cleanly = left_cleanly OR $2 WHERE number = $1", StatementBatch.Number(owner), StatementBatch.Flag(cleanly))
                .Add("DELETE FROM leases WHERE owner = $1", StatementBatch.Number(owner))
                .Add("UPDATE leader SET owner = 0, address = '' WHERE owner = $1", StatementBatch.Number(owner));
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<string>> UnfinishedAsync(long owner, CancellationToken cancellationToken) => await _reader.TextsAsync(
        "SELECT id FROM dispatches WHERE owner = $1 AND status NOT IN (4, 5, 6) ORDER BY number", cancellationToken, StatementBatch.Number(owner)).ConfigureAwait(false);

    public async Task<bool> TryClaimAsync(string dispatchId, long from, long to, CancellationToken cancellationToken) => (await _reader.RowsAsync(
        "UPDATE dispatches SET owner = $3, status = CASE status WHEN 0 THEN 1 ELSE status END WHERE id = $1 AND owner = $2 AND status NOT IN (4, 5, 6) "
        + "AND NOT EXISTS (SELECT 1 FROM owners WHERE number = $3 AND fenced) RETURNING 1",
        static row => row.GetInt32(0), cancellationToken, StatementBatch.Text(dispatchId), StatementBatch.Number(from), StatementBatch.Number(to)).ConfigureAwait(false)).Count > 0;

    public async Task RequestCancelAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, string channel, CancellationToken cancellationToken)
    {
        var data = new ArrayBufferWriter<byte>();
        StepCodec.WriteNodes(data, nodes?.ToArray() ?? []);
        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add("INSERT INTO cancel_requests (dispatch, nodes) VALUES ($1, $2)", StatementBatch.Number(dispatch.Number),
                    nodes is null ? StatementBatch.NoBytes() : StatementBatch.Bytes(data.WrittenMemory))
                .Add("SELECT pg_notify($1, '')", StatementBatch.Text(channel));
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
