using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <content>Owners, leadership and requests of other processes.</content>
internal sealed partial class PostgresStore
{
    /// <summary>What tells of cancel requests; null until the store is open.</summary>
    public CancelSignals? Signals => _signals;

    public long ReadChangeMark() => _signals?.Count ?? throw new InvalidOperationException($"The store {Location} is not open.");

    public async ValueTask<long> EnterOwnerAsync(OwnerRecord owner, CancellationToken cancellationToken)
    {
        _owner = await OwnAsync("sign on", o => o.EnterAsync(owner, _options.Lease, cancellationToken), cancellationToken).ConfigureAwait(false);
        _heartbeat = new Heartbeat(_source, _address, _owner, _options.Lease, _options.Clock, _logger);
        return _owner;
    }

    public ValueTask<IReadOnlyList<OwnerRecord>> ReadOwnersAsync(CancellationToken cancellationToken) =>
        OwnAsync("list engines", o => o.OwnersAsync(cancellationToken), cancellationToken);

    public async ValueTask LeaveOwnerAsync(long owner, bool cleanly, CancellationToken cancellationToken) => await OwnAsync("sign off", async o =>
    {
        await o.LeaveAsync(owner, cleanly, cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<string>> ReadUnfinishedAsync(long owner, CancellationToken cancellationToken) =>
        OwnAsync("list unfinished dispatches", o => o.UnfinishedAsync(owner, cancellationToken), cancellationToken);

    public async ValueTask<bool> TryClaimAsync(string dispatchId, long from, long to, CancellationToken cancellationToken)
    {
        _numbers.Renew();
        return await OwnAsync("claim a dispatch", o => o.TryClaimAsync(dispatchId, from, to, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RequestCancelAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) => await OwnAsync("ask for a cancellation", async o =>
    {
        await o.RequestCancelAsync(dispatch, nodes, Channel, cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken).ConfigureAwait(false);

    public IReadOnlyList<CancelRequestRecord> ReadCancelRequests(long owner) => Guard("read cancel requests", () =>
    {
        using var connection = _source.OpenConnection();
        using var read = new NpgsqlCommand(
            "SELECT r.number, d.id, r.nodes FROM cancel_requests r JOIN dispatches d ON d.number = r.dispatch WHERE d.owner = $1 ORDER BY r.number", connection);
        read.Parameters.Add(StatementBatch.Number(owner));
        using var row = read.ExecuteReader();
        var requests = new List<CancelRequestRecord>();
        while (row.Read())
        {
            requests.Add(new CancelRequestRecord(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : StepCodec.ReadNodes(row.GetFieldValue<byte[]>(2))));
        }

        return requests;
    });

    /// <summary>Becomes, or stays, the leader among the servers on this database, unless another one lives that is it.</summary>
    /// <param name="address">Where this server's clients reach it; told by the others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether this server leads, and the leader's address.</returns>
    public ValueTask<(bool Leads, string Address)> TryLeadAsync(string address, CancellationToken cancellationToken) => ReadAsync("look who leads", async reader =>
    {
        var won = await reader.RowsAsync(
            "UPDATE leader SET owner = $1, address = $2 WHERE EXISTS (SELECT 1 FROM leases WHERE owner = $1) "
            + "AND (leader.owner = $1 OR NOT EXISTS (SELECT 1 FROM leases l WHERE l.owner = leader.owner AND l.until > clock_timestamp())) RETURNING 1",
            static _ => 0, cancellationToken, StatementBatch.Number(_owner), StatementBatch.Text(address)).ConfigureAwait(false);
        return won.Count > 0 ? (true, address) : (false, (await reader.TextsAsync("SELECT address FROM leader", cancellationToken).ConfigureAwait(false))[0]);
    }, cancellationToken);

    private ValueTask<T> OwnAsync<T>(string doing, Func<PostgresOwnership, Task<T>> act, CancellationToken cancellationToken) =>
        UseAsync(doing, connection => act(new PostgresOwnership(connection)), cancellationToken);
}
