using System.Collections.Concurrent;
using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>The triggers of a server. Anybody may list them; the server that leads watches, fires and changes them.</summary>
internal sealed class TriggerService(ITriggerStore store, Func<IDispatcherClient> dispatcher, TimeProvider clock, ILogger logger) : ITriggerClient, IAsyncDisposable
{
    private const int LongestOccasion = 200;
    private readonly TriggerParts _parts = new(store, new Firing(store, dispatcher, clock), clock, logger);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly ConcurrentDictionary<string, TriggerRun> _runs = new(StringComparer.Ordinal);
    private bool _isLeading;

    /// <summary>Begins to watch, with what was written down before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            _isLeading = true;
            foreach (var record in await store.ReadAsync(null, cancellationToken))
            {
                if (!_runs.ContainsKey(record.Id))
                {
                    await TryRunAsync(record, cancellationToken);
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task<TriggerSnapshot> AddAsync(string dispatchId, Trigger trigger, string? triggerId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        trigger.ThrowOnProblems();
        await dispatcher().GetAsync(dispatchId, cancellationToken);
        var id = triggerId ?? Guid.CreateVersion7().ToString();
        if (id.Length is 0 or > LongestOccasion || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new ArgumentException($"'{id}' cannot be the id of a trigger: use up to {LongestOccasion} letters, digits, '-' and '_', such as a UUID.", nameof(triggerId));
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (!_runs.TryGetValue(id, out var run))
            {
                var record = new TriggerRecord { Id = id, DispatchId = dispatchId, Definition = trigger.ToJson(), IsEnabled = trigger.IsEnabled, CreatedAt = clock.GetUtcNow().UtcTicks };
                record = await TriggerRun.BeginAsync(record, trigger, clock);
                await store.AddAsync(record, cancellationToken);
                run = Run(record, trigger);
            }

            return Snapshot(run.Record);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task<IReadOnlyList<TriggerSnapshot>> ListAsync(string? dispatchId = null, CancellationToken cancellationToken = default) =>
        [.. (await store.ReadAsync(dispatchId, cancellationToken)).Select(Snapshot)];

    public async Task<TriggerSnapshot> GetAsync(string triggerId, CancellationToken cancellationToken) =>
        Snapshot(await store.FindAsync(triggerId, cancellationToken) ?? throw Missing(triggerId));

    public async Task<TriggerSnapshot> EnableAsync(string triggerId, bool isEnabled, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var run = Find(triggerId);
            if (run.Record.IsEnabled == isEnabled)
            {
                return Snapshot(run.Record);
            }

            var declaration = run.Declaration;
            _runs.TryRemove(triggerId, out _);
            await run.DisposeAsync();
            var record = run.Record with { IsEnabled = isEnabled, LastError = null };
            record = isEnabled ? await TriggerRun.BeginAsync(record, declaration, clock) : record with { NextAt = 0 };
            await store.SaveAsync(record, null, cancellationToken);
            return Snapshot(Run(record, declaration).Record);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task RemoveAsync(string triggerId, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_runs.TryRemove(triggerId, out var run))
            {
                await run.DisposeAsync();
            }

            await store.RemoveAsync(triggerId, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    public Task<string> FireAsync(string triggerId, string? occasion = null, CancellationToken cancellationToken = default)
    {
        if (occasion is { Length: 0 or > LongestOccasion })
        {
            throw new ArgumentException($"The name of an occasion has 1 to {LongestOccasion} characters.", nameof(occasion));
        }

        return Find(triggerId).FireAsync(occasion is null ? Guid.CreateVersion7().ToString() : $"told:{occasion}", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        foreach (var run in _runs.Values)
        {
            await run.DisposeAsync();
        }

        _runs.Clear();
        _changing.Dispose();
        _parts.Firing.Dispose();
        await store.DisposeAsync();
    }

    // One that this server cannot watch for must not keep the others from it.
    private async Task TryRunAsync(TriggerRecord record, CancellationToken cancellationToken)
    {
        try
        {
            Run(record, Trigger.FromJson(record.Definition));
        }
        catch (ArgumentException e)
        {
            TriggerLog.Failed(logger, record.Id, e.Message);
            await store.SaveAsync(record with { LastError = e.Message }, null, cancellationToken);
        }
    }

    private TriggerRun Run(TriggerRecord record, Trigger declaration)
    {
        var run = new TriggerRun(record, declaration, _parts);
        _runs[record.Id] = run;
        if (_isLeading)
        {
            run.Start();
        }

        return run;
    }

    private TriggerRun Find(string triggerId) => _runs.GetValueOrDefault(triggerId) ?? throw Missing(triggerId);

    private TriggerNotFoundException Missing(string triggerId) => new(triggerId, dispatcher().Location);

    private static TriggerSnapshot Snapshot(TriggerRecord record) => new()
    {
        TriggerId = record.Id,
        DispatchId = record.DispatchId,
        Trigger = Trigger.FromJson(record.Definition),
        IsEnabled = record.IsEnabled,
        CreatedAt = At(record.CreatedAt)!.Value,
        NextAt = At(record.NextAt),
        Fired = record.Fired,
        Skipped = record.Skipped,
        LastFiredAt = At(record.LastFiredAt),
        LastDispatchId = record.LastDispatchId,
        LastError = record.LastError,
    };

    private static DateTimeOffset? At(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
