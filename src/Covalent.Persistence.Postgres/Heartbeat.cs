using Microsoft.Extensions.Logging;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Renews this engine's lease three times a lease until it is disposed of or finds that it was fenced.</summary>
internal sealed class Heartbeat : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresAddress _address;
    private readonly long _owner;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;

    public Heartbeat(NpgsqlDataSource source, PostgresAddress address, long owner, TimeSpan lease, TimeProvider clock, ILogger logger)
    {
        (_source, _address, _owner, _lease, _clock, _logger) = (source, address, owner, lease, clock, logger);
        _beating = Task.Run(BeatAsync);
    }

    /// <summary>Cancelled once another engine has taken this one's place.</summary>
    public CancellationToken Lost => _lost.Token;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _ending.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync()
    {
        try
        {
            do
            {
                await Task.Delay(_lease / 3, _clock, _ending.Token).ConfigureAwait(false);
            }
            while (await TryRenewAsync().ConfigureAwait(false));
            PostgresLog.LeaseLost(_logger, _owner, _address.Name);
            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The store is closing.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        try
        {
            var renew = _source.CreateCommand("UPDATE leases SET until = clock_timestamp() + $2 WHERE owner = $1");
            await using (renew.ConfigureAwait(false))
            {
                renew.Parameters.Add(StatementBatch.Number(_owner));
                renew.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = _lease });
                renew.CommandTimeout = Math.Max(1, (int)_lease.TotalSeconds);
                return await renew.ExecuteNonQueryAsync(_ending.Token).ConfigureAwait(false) > 0;
            }
        }
        catch (NpgsqlException e)
        {
            PostgresLog.NotRenewed(_logger, _owner, _address.Name, e.Message);
            return true;
        }
    }
}
