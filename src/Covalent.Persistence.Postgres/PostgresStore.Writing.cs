using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <content>What the engine writes: batches and large values. An outage of the database is waited for.</content>
internal sealed partial class PostgresStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly DispatchNumbers _numbers = new();
    private long _sequence;

    public ValueTask CommitAsync(WriteBatch batch, CancellationToken cancellationToken) =>
        new(_hurry.WaitAsync("write down a step", CommitPatientlyAsync(batch, cancellationToken)));

    private async Task<bool> CommitPatientlyAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        _sequence++;
        var started = _options.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                await CommitOnceAsync(batch, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "dispatches_id" })
            {
                await MarkKnownAsync(batch, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrors.LeaseLost)
            {
                Forget(batch);
                throw PostgresErrors.Lost(_address);
            }
            catch (Exception e) when (IsWorthWaiting(e, started))
            {
                PostgresLog.Waiting(_logger, _address.Name, e.Message);
                if (await WentThroughAsync(started, cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                Forget(batch);
                throw PostgresErrors.Explain(_address, "write down a step", e);
            }
        }
    }

    public ValueTask<AssetId> WriteAssetAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(_hurry.WaitAsync("write a value", WriteAssetPatientlyAsync(bytes, cancellationToken)));

    private async Task<AssetId> WriteAssetPatientlyAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var asset = AssetFiles.Identify(bytes);
        var started = _options.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    await WriteWholeAsync(connection, asset, bytes, cancellationToken).ConfigureAwait(false);
                    return asset;
                }
            }
            catch (Exception e) when (IsWorthWaiting(e, started))
            {
                PostgresLog.Waiting(_logger, _address.Name, e.Message);
                await Task.Delay(Pause, _options.Clock, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw PostgresErrors.Explain(_address, "write a value", e);
            }
        }
    }

    private static async Task WriteWholeAsync(NpgsqlConnection connection, AssetId asset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (PostgresAssets.IsOneMessage(bytes))
        {
            await PostgresAssets.WriteAsync(connection, asset, bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await PostgresAssets.WriteAsync(connection, asset, bytes, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CommitOnceAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await NumberAsync(connection, batch, cancellationToken).ConfigureAwait(false);
            var statements = new StatementBatch(connection);
            await using (statements.ConfigureAwait(false))
            {
                if (_owner != 0)
                {
                    statements.Add("SELECT begin_commit($1, $2)", StatementBatch.Number(_owner), StatementBatch.Number(_sequence));
                }

                PostgresWriter.Write(statements, batch);
                await RunAsync(connection, statements, batch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // One message, one transaction; only batches with large values take a second one, to see that those are there and stay.
    private static async Task RunAsync(NpgsqlConnection connection, StatementBatch statements, WriteBatch batch, CancellationToken cancellationToken)
    {
        var large = batch.Ends.Concat(batch.FailedAttempts).Where(end => end.Assets is not null && end.Dispatch.Number != 0).ToList();
        if (large.Count == 0)
        {
            await statements.RunAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await HoldAssetsAsync(connection, large, cancellationToken).ConfigureAwait(false);
            await statements.RunAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Another process may have deleted the last dispatch that needed an equal value since it was found there. A reused value whose bytes are not
    // at hand stays gone, and reading it says so.
    private static async Task HoldAssetsAsync(NpgsqlConnection connection, List<NodeEnd> ends, CancellationToken cancellationToken)
    {
        var held = await PostgresAssets.HoldAsync(connection, ends.SelectMany(end => end.Assets!.All()).DistinctBy(asset => asset.Sha256), cancellationToken).ConfigureAwait(false);
        foreach (var end in ends)
        {
            foreach (var (asset, bytes) in LargePartsOf(end))
            {
                if (bytes.Length == asset.Length && held.Add(asset.Sha256))
                {
                    await PostgresAssets.WriteAsync(connection, asset, bytes, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static IEnumerable<(AssetId Asset, ReadOnlyMemory<byte> Bytes)> LargePartsOf(NodeEnd end)
    {
        if (end.Assets!.Result is { } result)
        {
            yield return (result, end.Outcome.Result.Bytes);
        }

        if (end.Assets.Stdout is { } stdout)
        {
            yield return (stdout, end.Outcome.Stdout);
        }

        if (end.Assets.Stderr is { } stderr)
        {
            yield return (stderr, end.Outcome.Stderr);
        }
    }

    private async Task NumberAsync(NpgsqlConnection connection, WriteBatch batch, CancellationToken cancellationToken)
    {
        foreach (var registration in batch.Registrations)
        {
            if (!registration.WasKnown && registration.Key.Number == 0)
            {
                registration.Key.Number = await _numbers.NextAsync(connection, cancellationToken).ConfigureAwait(false);
                registration.Key.CreatedAt = registration.CreatedAt;
            }
        }
    }

    private async Task MarkKnownAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        var ids = batch.Registrations.Select(registration => registration.Key.Id).ToArray();
        var known = (await ReadAsync("look for known dispatches", reader => reader.TextsAsync("SELECT id FROM dispatches WHERE id = ANY($1)", cancellationToken,
            StatementBatch.Column(ids, NpgsqlTypes.NpgsqlDbType.Text)), cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var registration in batch.Registrations)
        {
            if (known.Contains(registration.Key.Id) || !seen.Add(registration.Key.Id))
            {
                registration.WasKnown = true;
                registration.Key.Number = 0;
            }
        }
    }

    /// <summary>Waits until the database answers again, then asks whether the commit whose answer was lost had gone through.</summary>
    private async Task<bool> WentThroughAsync(long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pause, _options.Clock, cancellationToken).ConfigureAwait(false);
            try
            {
                return _owner != 0 && (await ReadAsync("look whether a step was written", reader => reader.RowsAsync("SELECT 1 FROM owners WHERE number = $1 AND last_commit = $2", static _ => 0,
                    cancellationToken, StatementBatch.Number(_owner), StatementBatch.Number(_sequence)), cancellationToken).ConfigureAwait(false)).Count > 0;
            }
            catch (StorageException e) when (e.IsTransient && _options.Clock.GetElapsedTime(started) < _options.Patience)
            {
                PostgresLog.Waiting(_logger, _address.Name, e.Message);
            }
        }
    }

    private bool IsWorthWaiting(Exception e, long started) =>
        (PostgresErrors.IsOutage(e) || PostgresErrors.IsConflict(e)) && _options.Clock.GetElapsedTime(started) < _options.Patience;

    private static void Forget(WriteBatch batch)
    {
        foreach (var registration in batch.Registrations)
        {
            registration.Key.Number = 0;
        }
    }
}
