using System.Diagnostics;
using Covalent.Engine.Storage;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Signs of life by leases: an engine that has not renewed its own in time counts as dead, by the database's clock and no other.</summary>
/// <remarks>Being wrong about that is safe. Whoever replaces an engine fences it first, and <c>begin_commit</c> refuses a fenced one.</remarks>
internal sealed class PostgresLeases(NpgsqlDataSource source, PostgresAddress address, string session) : IEngineLiveness
{
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(2);

    public OwnerRecord Announce()
    {
        using var process = Process.GetCurrentProcess();
        return new OwnerRecord(0, Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime().Ticks, session);
    }

    public async ValueTask<bool> IsAliveAsync(OwnerRecord owner, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await IsAliveAsync(connection, owner.Number, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Explain(address, "look whether another engine lives", e);
        }
    }

    public async ValueTask<IDisposable?> TryReplaceAsync(OwnerRecord owner, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (await IsAliveAsync(connection, owner.Number, cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                await FenceAsync(connection, owner, cancellationToken).ConfigureAwait(false);
                return new Fenced();
            }
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Explain(address, "take over from another engine", e);
        }
    }

    private static async Task<bool> IsAliveAsync(NpgsqlConnection connection, long owner, CancellationToken cancellationToken) =>
        (await new PostgresReader(connection).RowsAsync("SELECT 1 FROM leases WHERE owner = $1 AND until > clock_timestamp()", static _ => 0, cancellationToken,
            StatementBatch.Number(owner)).ConfigureAwait(false)).Count > 0;

    // A process that was stopped in the middle of a commit holds the row; its connections are ended then, and with them that commit.
    private static async Task FenceAsync(NpgsqlConnection connection, OwnerRecord owner, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            var batch = new StatementBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                batch.Add($"SELECT set_config('lock_timeout', '{(int)LongestCommit.TotalMilliseconds}', true)")
                    .Add("UPDATE owners SET fenced = true WHERE number = $1", StatementBatch.Number(owner.Number))
                    .Add("DELETE FROM leases WHERE owner = $1", StatementBatch.Number(owner.Number));
                try
                {
                    await batch.RunAsync(cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (PostgresException e) when (PostgresErrors.IsConflict(e) && tries == 0)
                {
                    await new PostgresReader(connection).RowsAsync(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid()",
                        static _ => 0, cancellationToken, StatementBatch.Text(owner.LockName)).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The fence is in the database and stays.</summary>
    private sealed class Fenced : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
