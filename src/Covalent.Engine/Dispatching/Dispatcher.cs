using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>The shell around the machines of all dispatches: one loop that takes events, asks the machines, makes what they say durable and only
/// then acts on it.</summary>
/// <remarks>
/// A pass is: take what has come in, apply it, give free slots to ready nodes, commit everything as one transaction, then hand over attempts
/// and tell those who wait. What comes in during the commit is the next batch, so batches form by themselves. A pass runs on the engine's own
/// thread, or once on a thread that would otherwise have to wait for it; never on two at once.
/// </remarks>
internal sealed partial class Dispatcher : IAttemptEvents, IAsyncDisposable
{
    private const int MostEventsPerPass = 2048;
    private const int MostCommitTries = 3;
    private const long MostAtHand = 128L << 20;
    private readonly DispatcherSettings _settings;
    private readonly IDispatchStore _store;
    private readonly ConcurrentQueue<EngineEvent> _inbox = new();
    private WriteBatch _batch = new();
    private readonly List<MachineCommand> _commands = [];
    private readonly List<Effect> _effects = [];
    private readonly Dictionary<string, DispatchRun> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DispatchRun> _shown = new(StringComparer.Ordinal);
    private readonly List<DispatchRun> _changed = [];
    private readonly Dictionary<ExecutorSpec, Lane> _lanes = [];
    private uint _nextLane;
    private readonly List<Lane> _laneList = [];
    private readonly DeadlineQueue _deadlines;
    private readonly BackgroundWork _background = new();
    private readonly AtHandBudget _atHand = new(MostAtHand);
    private readonly Bell _bell = new();
    private readonly Thread _thread;
    private int _passing;
    private volatile bool _isStopping;
    private volatile bool _isOver;
    private volatile Exception? _fault;
    private long _now;

    public Dispatcher(DispatcherSettings settings, IDispatchStore store)
    {
        _settings = settings;
        _store = store;
        _deadlines = new DeadlineQueue(settings.Clock, () => Post(static () => { }));
        _thread = new Thread(Loop) { IsBackground = true, Name = "Covalent engine" };
        _thread.UnsafeStart();
    }

    /// <summary>Runs a pass on the calling thread, if something has come in and no other thread is at it. What comes in meanwhile is left to the
    /// engine's own thread, so that a caller is not kept by other people's work.</summary>
    private void HelpOnce()
    {
        if (Interlocked.CompareExchange(ref _passing, 1, 0) == 0)
        {
            Run(limit: 1);
        }
    }

    // Holds _passing on entry.
    private void Run(int limit)
    {
        var pass = PassAsync(limit);
        if (!pass.IsCompleted)
        {
            _background.Add(pass.AsTask());
        }
    }

    private void Loop()
    {
        while (!_isOver)
        {
            _bell.Wait();
            while (!_inbox.IsEmpty && Interlocked.CompareExchange(ref _passing, 1, 0) == 0)
            {
                Run(limit: int.MaxValue);
            }
        }
    }

    private void Post(in EngineEvent e)
    {
        _inbox.Enqueue(e);
        // Pairs with the barrier at the end of PassAsync: either we see that nobody passes, or the one who passes sees our event.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _passing) == 0)
        {
            _bell.Ring();
        }
    }

    private void Post(Action action) => Post(new EngineEvent(null, null, null, action));

    /// <summary>Asks the engine something; the answer comes when everything it rests on is durable.</summary>
    private Task<T> AskAsync<T>(Action<TaskCompletionSource<T>> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Enqueue(new EngineEvent(null, null, null, () => Ask(question, answer)));
        Interlocked.MemoryBarrier();
        HelpOnce();
        return answer.Task;
    }

    private static void Ask<T>(Action<TaskCompletionSource<T>> question, TaskCompletionSource<T> answer)
    {
        try
        {
            question(answer);
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
        }
    }

    private void AfterCommit<T>(TaskCompletionSource<T> answer, Func<T> value) =>
        _effects.Add(new Effect(() => answer.TrySetResult(value()), e => answer.TrySetException(e)));

    // Holds _passing on entry and gives it back on exit.
    private async ValueTask PassAsync(int limit)
    {
        for (var passes = 0; passes < limit && !_inbox.IsEmpty; passes++)
        {
            try
            {
                TakeEvents();
                await CommitAsync().ConfigureAwait(false);
                Act();
            }
            catch (Exception e)
            {
                Halt(e);
            }
        }

        Interlocked.Exchange(ref _passing, 0);
        if (!_inbox.IsEmpty)
        {
            _bell.Ring();
        }
    }

    private void TakeEvents()
    {
        _now = _settings.Clock.GetUtcNow().Ticks;
        _batch.At = _now;
        for (var taken = 0; taken < MostEventsPerPass && _inbox.TryDequeue(out var e); taken++)
        {
            if (e.Attempt is null)
            {
                e.Action!();
            }
            else
            {
                OnFinished(e.Attempt, e.Outcome!, e.Assets);
            }
        }

        _deadlines.Run();
        WatchCancelRequests();
        FillLanes();
    }

    private void FillLanes()
    {
        if (_isStopping)
        {
            return;
        }

        if (_settings.MaxConcurrency is { } most)
        {
            FillLanesInTurn(most);
            return;
        }

        foreach (var lane in CollectionsMarshal.AsSpan(_laneList))
        {
            while (lane.TryTake(out var run, out var node, out var isSuspect))
            {
                StartAttempt(run, node, lane, isSuspect);
            }
        }
    }

    // Where lanes share what there is, each gets one task in turn; otherwise the first would take all of it.
    private void FillLanesInTurn(int most)
    {
        var free = most - _laneList.Sum(static lane => lane.InFlight);
        for (var refused = 0; free > 0 && refused < _laneList.Count; _nextLane++)
        {
            var lane = _laneList[(int)(_nextLane % (uint)_laneList.Count)];
            refused++;
            if (lane.TryTake(out var run, out var node, out var isSuspect))
            {
                StartAttempt(run, node, lane, isSuspect);
                free--;
                refused = 0;
            }
        }
    }

    private async ValueTask CommitAsync()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                await _store.CommitAsync(_batch, CancellationToken.None).ConfigureAwait(false);
                break;
            }
            catch (StorageException e) when (e.IsTransient && tries < MostCommitTries)
            {
                EngineLog.CommitRetried(_settings.Logger, tries, e.Message);
            }
        }

        ForgetRefusedRegistrations();
        _batch.Clear();
    }

    private void Act()
    {
        Show();
        foreach (var lane in CollectionsMarshal.AsSpan(_laneList))
        {
            HandOver(lane);
        }

        for (var i = 0; i < _effects.Count; i++)
        {
            _effects[i].Done();
        }

        _effects.Clear();
    }

    private void HandOver(Lane lane)
    {
        if (lane.Starting.Count > 0)
        {
            lane.Driver.Start(CollectionsMarshal.AsSpan(lane.Starting), this);
            lane.Starting.Clear();
        }

        if (lane.Reattaching.Count > 0)
        {
            lane.Driver.Reattach(CollectionsMarshal.AsSpan(lane.Reattaching), this);
            lane.Reattaching.Clear();
        }
    }

    /// <summary>Memory is ahead of what is durable and cannot be brought back, so this engine stops. Nothing durable is lost: the dispatches
    /// are taken up again by the next engine.</summary>
    private void Halt(Exception fault)
    {
        EngineLog.Halted(_settings.Logger, fault);
        _fault = fault;
        _isStopping = true;
        foreach (var effect in _effects)
        {
            effect.Failed?.Invoke(Halted());
        }

        foreach (var run in _runs.Values)
        {
            Release(run, Halted());
        }

        _effects.Clear();
        // A store that was given up may still be busy with the old one.
        _batch = new WriteBatch();
        _runs.Clear();
        _changed.Clear();
        _shown.Clear();
    }

    private StorageException Halted() => new(
        $"The dispatcher on {_store.Location} has stopped because a step could not be made durable: {_fault?.Message} "
        + "Remove the cause and start again; unfinished dispatches are then continued.", innerException: _fault);

    private void ThrowIfHalted()
    {
        if (_fault is not null)
        {
            throw Halted();
        }

        ObjectDisposedException.ThrowIf(_isStopping, this);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isStopping = true;
        foreach (var lane in await TryAskAsync(LanesAsync).ConfigureAwait(false) ?? await LanesAsync().ConfigureAwait(false))
        {
            await lane.Driver.DisposeAsync().ConfigureAwait(false);
        }

        await _background.WhenAllAsync().ConfigureAwait(false);
        await TryAskAsync(LetGoAsync).ConfigureAwait(false);
        _isOver = true;
        _bell.Ring();
        _thread.Join();
        _deadlines.Dispose();
    }

    // A step that could not be made durable halts the engine, and with it what was asked at that moment; whoever waited has then been released.
    private static async Task<T?> TryAskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (StorageException)
        {
            return default;
        }
    }

    // Nothing new starts once the engine is stopping, so the lanes are all there will be.
    private Task<List<Lane>> LanesAsync() => AskAsync<List<Lane>>(answer => AfterCommit(answer, () => [.. _laneList]));

    /// <summary>Releases everybody who waits for a dispatch that will go on elsewhere.</summary>
    private Task<bool> LetGoAsync() => AskAsync<bool>(answer =>
    {
        foreach (var run in _runs.Values)
        {
            Release(run, new ObjectDisposedException(nameof(EmbeddedDispatcher), $"The dispatcher was disposed of while dispatch '{run.Id}' ran; the next one on {_store.Location} goes on with it."));
        }

        AfterCommit(answer, () => true);
    });
}
