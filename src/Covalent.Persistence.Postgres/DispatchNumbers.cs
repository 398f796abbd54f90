using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Numbers for new dispatches, taken from the database in blocks, so that most registrations need not ask.</summary>
internal sealed class DispatchNumbers
{
    private const int BlockSize = 32;
    private readonly Lock _gate = new();
    private long _next;
    private long _end;

    public async ValueTask<long> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_next < _end)
                {
                    return _next++;
                }
            }

            var take = new NpgsqlCommand("SELECT nextval('dispatch_numbers')", connection);
            await using (take.ConfigureAwait(false))
            {
                var first = (long)(await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
                lock (_gate)
                {
                    (_next, _end) = (first, first + BlockSize);
                }
            }
        }
    }

    /// <summary>Gives up the rest of the block: after a claim, so that the claimed dispatch's new sublattices are numbered after it.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            _end = _next;
        }
    }
}
