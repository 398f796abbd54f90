using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Counts the notifications that somebody asked for a cancellation, so that the engine need not ask the database five times a second.</summary>
internal sealed class CancelSignals : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource _source;
    private readonly string _channel;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _listening;
    private long _count;

    public CancelSignals(NpgsqlDataSource source, string channel, TimeProvider clock)
    {
        (_source, _channel, _clock) = (source, channel, clock);
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Somebody asked; raised after the count has grown, on the listener's thread.</summary>
    public event Action? Told;

    public long Count => Interlocked.Read(ref _count);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                await Task.Delay(Pause, _clock, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenOnceAsync()
    {
        var connection = await _source.OpenConnectionAsync(_ending.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var listen = new NpgsqlCommand($"LISTEN \"{_channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await using (listen.ConfigureAwait(false))
            {
                await listen.ExecuteNonQueryAsync(_ending.Token).ConfigureAwait(false);
            }

            while (true)
            {
                // At the start too: requests may have come while nobody listened.
                Interlocked.Increment(ref _count);
                Told?.Invoke();
                await connection.WaitAsync(_ending.Token).ConfigureAwait(false);
            }
        }
    }
}
