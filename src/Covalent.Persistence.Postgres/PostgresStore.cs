using Covalent.Engine.Storage;
using Covalent.Core.Graph;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>The shared store: everything in one schema of a PostgreSQL database, large values included, so that servers on different hosts may use it.</summary>
/// <remarks>Reads and writes take connections from a pool. Short outages of the database are waited for; see <see cref="PostgresStoreOptions.Patience"/>.</remarks>
internal sealed partial class PostgresStore : IDispatchStore
{
    private const int DefaultInlineLimit = 8 * 1024;
    private readonly PostgresAddress _address;
    private readonly PostgresStoreOptions _options;
    private readonly string _session = $"covalent-{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _source;
    private readonly PostgresLeases _leases;
    private readonly ILogger _logger;
    private readonly Hurry _hurry;
    private Heartbeat? _heartbeat;
    private CancelSignals? _signals;
    private long _owner;

    public PostgresStore(PostgresAddress address, PostgresStoreOptions options)
    {
        _address = address;
        _options = options;
        _logger = options.Loggers.CreateLogger("Covalent.Postgres");
        _source = address.Connect(_session);
        _leases = new PostgresLeases(_source, address, _session);
        _hurry = new Hurry(address, options.Clock);
    }

    public string Location => _address.Name;

    public bool IsDurable => true;

    public int InlineLimit => DefaultInlineLimit;

    public IEngineLiveness Liveness => _leases;

    /// <summary>Cancelled once another engine has taken this one's place; none before an engine has entered.</summary>
    public CancellationToken Lost => _heartbeat?.Lost ?? CancellationToken.None;

    /// <summary>This engine's number; 0 before it has entered.</summary>
    internal long Owner => _owner;

    // Names of channels are short, those of schemas need not be.
    private string Channel => "covalent_cancel_" + AssetFiles.Identify(System.Text.Encoding.UTF8.GetBytes(_address.Schema)).Sha256[..16];

    /// <summary>The process is to end: what the database does not answer within this time is given up, as if the process had died then.</summary>
    public void HurryUp(TimeSpan most) => _hurry.Begin(most);

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await GuardAsync("open it", () => PostgresMigrations.ApplyAsync(_source, _address, cancellationToken)).ConfigureAwait(false);
        _signals = new CancelSignals(_source, Channel, _options.Clock);
    }

    public ValueTask<DispatchRecord?> FindAsync(string dispatchId, CancellationToken cancellationToken) =>
        ReadAsync("find a dispatch", reader => reader.FindAsync(dispatchId, cancellationToken), cancellationToken);

    public ValueTask<DispatchRecord> CountAsync(DispatchRecord record, CancellationToken cancellationToken) => record.Status.IsTerminal()
        ? new ValueTask<DispatchRecord>(record)
        : ReadAsync("count the nodes of a dispatch", reader => reader.CountAsync(record, cancellationToken), cancellationToken);

    public async ValueTask<TransportGraph> ReadGraphAsync(DispatchKey dispatch, CancellationToken cancellationToken) =>
        GraphCodec.Read(await ReadAsync("read a graph", reader => reader.ReadGraphAsync(dispatch, cancellationToken), cancellationToken).ConfigureAwait(false));

    public ValueTask<LatticeInfo> ReadLatticeAsync(DispatchKey dispatch, CancellationToken cancellationToken) =>
        ReadAsync("read a lattice", reader => reader.ReadLatticeAsync(dispatch, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyList<NodeRecord>> ReadNodesAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        await ReadAsync("read nodes", reader => reader.ReadNodesAsync(dispatch, nodes, cancellationToken), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<NodeRecord>> ReadEndsAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        await ReadAsync("read nodes", reader => reader.ReadEndsAsync(dispatch, nodes, cancellationToken), cancellationToken).ConfigureAwait(false);

    public ValueTask<RunProgress> ReadProgressAsync(DispatchKey dispatch, CancellationToken cancellationToken) =>
        ReadAsync("read how far a dispatch is", reader => reader.ReadProgressAsync(dispatch, cancellationToken), cancellationToken);

    public ValueTask<(IReadOnlyList<DispatchRecord> Page, int Total)> ListAsync(DispatchQuery query, CancellationToken cancellationToken) =>
        ReadAsync("list dispatches", reader => reader.ListAsync(query, cancellationToken), cancellationToken);

    public async ValueTask<IReadOnlyList<string>> ReadEndedBeforeAsync(long ticks, CancellationToken cancellationToken) => await ReadAsync("list old dispatches", reader => reader.TextsAsync(
        "SELECT id FROM dispatches WHERE parent_id IS NULL AND status IN (4, 5, 6) AND ended_at < $1 ORDER BY number", cancellationToken, StatementBatch.Number(ticks)),
        cancellationToken).ConfigureAwait(false);

    public NodeRecord? FindCached(ReadOnlySpan<byte> key)
    {
        var wanted = key.ToArray();
        return Guard("look into the cache", () =>
        {
            using var connection = _source.OpenConnection();
            using var find = new NpgsqlCommand($"SELECT {PostgresReader.NodeColumnNames} FROM cache c JOIN nodes n ON n.id = c.node WHERE c.key = $1 AND n.status = 4", connection);
            find.Parameters.Add(StatementBatch.Bytes(wanted));
            using var row = find.ExecuteReader();
            return row.Read() ? PostgresReader.ReadNode(row, createdAt: 0) : null;
        });
    }

    public ReadOnlyMemory<byte> ReadAsset(AssetId asset) => Guard("read a value", () =>
    {
        using var connection = _source.OpenConnection();
        return PostgresAssets.Read(connection, _address, asset, _options.SpoolFolder);
    });

    public Stream OpenAsset(AssetId asset) => new PostgresAssetStream(this, _address, asset);

    public ValueTask<(DeleteReport Report, IReadOnlyList<string> Gone)> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken) =>
        UseAsync("delete dispatches", connection => new PostgresDeletion(connection).DeleteAsync(dispatchIds, cancellationToken), cancellationToken);

    public ValueTask<long> SweepAsync(long writtenBefore, CancellationToken cancellationToken) =>
        UseAsync("delete left-over values", connection => new PostgresDeletion(connection).SweepAsync(new DateTime(writtenBefore, DateTimeKind.Utc), cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_signals is not null)
        {
            await _signals.DisposeAsync().ConfigureAwait(false);
        }

        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync().ConfigureAwait(false);
        }

        await _source.DisposeAsync().ConfigureAwait(false);
        _hurry.Dispose();
    }

    private ValueTask<T> ReadAsync<T>(string doing, Func<PostgresReader, Task<T>> read, CancellationToken cancellationToken) =>
        UseAsync(doing, connection => read(new PostgresReader(connection)), cancellationToken);

    internal ValueTask<T> UseAsync<T>(string doing, Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken) =>
        new(_hurry.WaitAsync(doing, UsePatientlyAsync(doing, use, cancellationToken)));

    private async Task<T> UsePatientlyAsync<T>(string doing, Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await use(connection).ConfigureAwait(false);
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrors.LeaseLost)
        {
            throw PostgresErrors.Lost(_address);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw PostgresErrors.Explain(_address, doing, e);
        }
    }

    private async Task GuardAsync(string doing, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw PostgresErrors.Explain(_address, doing, e);
        }
    }

    private T Guard<T>(string doing, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw PostgresErrors.Explain(_address, doing, e);
        }
    }
}
