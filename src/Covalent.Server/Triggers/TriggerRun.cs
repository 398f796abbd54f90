using System.Text.Json;
using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>One trigger while this server leads: its record, and the loop that waits and fires.</summary>
internal sealed class TriggerRun : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private readonly TriggerObserver? _observer;
    private readonly ITriggerStore _store;
    private readonly Firing _firing;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private Task _loop = Task.CompletedTask;
    private volatile TriggerRecord _record;

    public TriggerRun(TriggerRecord record, Trigger declaration, TriggerParts parts)
    {
        _record = record;
        Declaration = declaration;
        (_store, _firing, _clock, _logger) = (parts.Store, parts.Firing, parts.Clock, parts.Logger);
        _observer = TriggerObserver.For(declaration, _clock);
        _observer?.Looked = RecoverAsync;
    }

    public TriggerRecord Record => _record;

    public Trigger Declaration { get; }

    /// <summary>The record as the observer wants to begin with it.</summary>
    public static async Task<TriggerRecord> BeginAsync(TriggerRecord record, Trigger declaration, TimeProvider clock)
    {
        await using var observer = TriggerObserver.For(declaration, clock);
        return observer?.Begin(record) ?? record;
    }

    public void Start()
    {
        if (_record.IsEnabled)
        {
            _loop = Task.Run(LoopAsync);
        }
    }

    /// <summary>Fires from outside.</summary>
    /// <exception cref="InvalidOperationException">It is disabled, or too many of its dispatches are unfinished.</exception>
    public async Task<string> FireAsync(string occasion, CancellationToken cancellationToken)
    {
        await SubmitOpenAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (await _store.FindFiringAsync(_record.Id, occasion, cancellationToken) is { } known)
            {
                return known.Firing.DispatchId;
            }

            if (!_record.IsEnabled)
            {
                throw new InvalidOperationException($"Trigger '{_record.Id}' is disabled, so it does not fire. Enable it first.");
            }

            if (await IsFullAsync(cancellationToken))
            {
                await SaveAsync(_record with { Skipped = _record.Skipped + 1 }, cancellationToken);
                throw new InvalidOperationException($"Trigger '{_record.Id}' has {Declaration.MaxUnfinished} unfinished dispatches, as many as it allows. Fire it again when one has ended.");
            }

            return await _firing.FireAsync(_record, new Occasion(occasion, _record.State, _record.NextAt), saved => _record = saved, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _loop;
        if (_observer is not null)
        {
            await _observer.DisposeAsync();
        }

        _ending.Dispose();
        _gate.Dispose();
    }

    private async Task LoopAsync()
    {
        var pause = TimeSpan.Zero;
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await SubmitOpenAsync(_ending.Token);
                if (_observer is null || await _observer.NextAsync(_record, _ending.Token) is not { } occasion)
                {
                    return;
                }

                pause = await TakeAsync(occasion, _ending.Token) ? TimeSpan.Zero : _observer.Pause;
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (DispatchNotFoundException e)
            {
                await NoteAsync(e, isEnabled: false);
                return;
            }
            catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
            {
                pause = pause == TimeSpan.Zero ? _observer?.Pause ?? LongestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await NoteAsync(e);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _clock, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // What was written down before a crash, or could not be submitted.
    private async Task SubmitOpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var firing in await _store.ReadOpenAsync(_record.Id, cancellationToken))
            {
                await _firing.SubmitAsync(_record, firing, cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>False when the occasion has to wait.</returns>
    private async Task<bool> TakeAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!occasion.Fires)
            {
                await SaveAsync(After(occasion, occasion.Passed), cancellationToken);
                return true;
            }

            if (await IsFullAsync(cancellationToken))
            {
                if (_observer!.MaySkip)
                {
                    TriggerLog.Skipped(_logger, _record.Id, Declaration.MaxUnfinished);
                    await SaveAsync(After(occasion, occasion.Passed + 1), cancellationToken);
                }

                return _observer.MaySkip;
            }

            var dispatchId = await _firing.FireAsync(_record, occasion, saved => _record = saved, cancellationToken);
            TriggerLog.Fired(_logger, _record.Id, dispatchId);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    // What kept it from watching is over.
    private async ValueTask RecoverAsync(CancellationToken cancellationToken)
    {
        if (_record.LastError is null)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            await SaveAsync(_record with { LastError = null }, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private TriggerRecord After(Occasion occasion, long skipped) => _record with { State = occasion.State, NextAt = occasion.NextAt, Skipped = _record.Skipped + skipped };

    private async Task<bool> IsFullAsync(CancellationToken cancellationToken) => await _store.CountUnfinishedAsync(_record.Id, cancellationToken) >= Declaration.MaxUnfinished;

    private async Task SaveAsync(TriggerRecord record, CancellationToken cancellationToken)
    {
        await _store.SaveAsync(record, null, cancellationToken);
        _record = record;
    }

    private async Task NoteAsync(Exception e, bool isEnabled = true)
    {
        if (_record.LastError == e.Message)
        {
            return;
        }

        TriggerLog.Failed(_logger, _record.Id, e.Message);
        try
        {
            await SaveAsync(_record with { LastError = e.Message, IsEnabled = isEnabled }, _ending.Token);
        }
        catch (Exception again) when (again is CovalentException or OperationCanceledException)
        {
            // The store may be what failed; the log has it.
            _record = _record with { LastError = e.Message };
        }
    }
}

/// <summary>What all triggers work with.</summary>
internal sealed record TriggerParts(ITriggerStore Store, Firing Firing, TimeProvider Clock, ILogger Logger);
