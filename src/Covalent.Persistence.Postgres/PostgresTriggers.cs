using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Triggers beside the dispatches of a <see cref="PostgresStore"/>, whose lease guards what is written.</summary>
internal sealed class PostgresTriggers(PostgresStore store) : ITriggerStore
{
    public ValueTask AddAsync(TriggerRecord trigger, CancellationToken cancellationToken) => WriteAsync("add a trigger", batch => batch.Add(
        $"INSERT INTO triggers ({TriggerRows.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING",
        [StatementBatch.Text(trigger.Id), StatementBatch.Text(trigger.DispatchId), StatementBatch.Text(trigger.Definition), StatementBatch.Flag(trigger.IsEnabled),
            StatementBatch.Number(trigger.CreatedAt), .. Changing(trigger)]), cancellationToken);

    public async ValueTask<IReadOnlyList<TriggerRecord>> ReadAsync(string? dispatchId, CancellationToken cancellationToken) =>
        await ReadAsync("list triggers", $"SELECT {TriggerRows.Columns} FROM triggers WHERE $1::text IS NULL OR dispatch_id = $1 ORDER BY number", ReadTrigger, cancellationToken,
            StatementBatch.Text(dispatchId)).ConfigureAwait(false);

    public async ValueTask<TriggerRecord?> FindAsync(string triggerId, CancellationToken cancellationToken) =>
        (await ReadAsync("find a trigger", $"SELECT {TriggerRows.Columns} FROM triggers WHERE id = $1", ReadTrigger, cancellationToken, StatementBatch.Text(triggerId)).ConfigureAwait(false)).FirstOrDefault();

    public ValueTask SaveAsync(TriggerRecord trigger, TriggerFiring? firing, CancellationToken cancellationToken) => WriteAsync("save a trigger", batch =>
    {
        batch.Add("UPDATE triggers SET enabled = $2, state = $3, next_at = $4, fired = $5, skipped = $6, last_fired_at = $7, last_dispatch_id = $8, last_error = $9 WHERE id = $1",
            [StatementBatch.Text(trigger.Id), StatementBatch.Flag(trigger.IsEnabled), .. Changing(trigger)]);
        if (firing is not null)
        {
            batch.Add(
                "INSERT INTO trigger_firings (trigger_id, occasion, dispatch_id, at, submitted) SELECT $1, $2, $3, $4, false WHERE EXISTS (SELECT 1 FROM triggers WHERE id = $1)",
                StatementBatch.Text(firing.TriggerId), StatementBatch.Text(firing.Occasion), StatementBatch.Text(firing.DispatchId), StatementBatch.Number(firing.At));
            batch.Add(
                TriggerRows.Forget("$1", "$2", isTrue: "true"),
                StatementBatch.Text(firing.TriggerId), StatementBatch.Number(ITriggerStore.Remembered));
        }
    }, cancellationToken);

    public ValueTask RemoveAsync(string triggerId, CancellationToken cancellationToken) => WriteAsync("remove a trigger", batch => batch
        .Add("DELETE FROM triggers WHERE id = $1", StatementBatch.Text(triggerId))
        .Add("DELETE FROM trigger_firings WHERE trigger_id = $1", StatementBatch.Text(triggerId)), cancellationToken);

    public async ValueTask<(TriggerFiring Firing, bool IsSubmitted)?> FindFiringAsync(string triggerId, string occasion, CancellationToken cancellationToken) =>
        (await ReadAsync("look for a firing", $"SELECT {TriggerRows.FiringColumns}, submitted FROM trigger_firings WHERE trigger_id = $1 AND occasion = $2",
            row => ((TriggerFiring, bool)?)(ReadFiring(row), row.GetBoolean(4)), cancellationToken, StatementBatch.Text(triggerId), StatementBatch.Text(occasion)).ConfigureAwait(false)).FirstOrDefault();

    public async ValueTask<IReadOnlyList<TriggerFiring>> ReadOpenAsync(string triggerId, CancellationToken cancellationToken) =>
        await ReadAsync("look for open firings", $"SELECT {TriggerRows.FiringColumns} FROM trigger_firings WHERE trigger_id = $1 AND NOT submitted ORDER BY at",
            ReadFiring, cancellationToken, StatementBatch.Text(triggerId)).ConfigureAwait(false);

    public ValueTask MarkSubmittedAsync(TriggerFiring firing, CancellationToken cancellationToken) => WriteAsync("note a firing", batch => batch.Add(
        "UPDATE trigger_firings SET submitted = true WHERE trigger_id = $1 AND occasion = $2", StatementBatch.Text(firing.TriggerId), StatementBatch.Text(firing.Occasion)), cancellationToken);

    public async ValueTask<int> CountUnfinishedAsync(string triggerId, CancellationToken cancellationToken) => (int)(await ReadAsync("count firings",
        TriggerRows.CountUnfinished("$1", isFalse: "false"),
        row => row.GetInt64(0), cancellationToken, StatementBatch.Text(triggerId)).ConfigureAwait(false))[0];

    /// <summary>The connections are the store's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NpgsqlParameter[] Changing(TriggerRecord trigger) =>
    [
        StatementBatch.Text(trigger.State), StatementBatch.Number(trigger.NextAt), StatementBatch.Number(trigger.Fired), StatementBatch.Number(trigger.Skipped),
        StatementBatch.Number(trigger.LastFiredAt), StatementBatch.Text(trigger.LastDispatchId), StatementBatch.Text(trigger.LastError),
    ];

    private ValueTask<List<T>> ReadAsync<T>(string doing, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        store.UseAsync(doing, connection => new PostgresReader(connection).RowsAsync(sql, read, cancellationToken, parameters), cancellationToken);

    private async ValueTask WriteAsync(string doing, Action<StatementBatch> fill, CancellationToken cancellationToken) => await store.UseAsync(doing, async connection =>
    {
        var batch = new StatementBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            if (store.Owner != 0)
            {
                batch.Add("SELECT check_lease($1)", StatementBatch.Number(store.Owner));
            }

            fill(batch);
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }, cancellationToken).ConfigureAwait(false);

    private static TriggerRecord ReadTrigger(NpgsqlDataReader row) => TriggerRows.Read(column => row.IsDBNull(column) ? null : row.GetString(column), row.GetInt64, row.GetBoolean);

    private static TriggerFiring ReadFiring(NpgsqlDataReader row) => TriggerRows.ReadFiring(row.GetString, row.GetInt64);
}
