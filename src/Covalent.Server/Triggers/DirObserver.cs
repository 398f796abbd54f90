using System.Globalization;
using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>Compares a folder with what was seen of it before, whenever the operating system tells of a change and at every interval.</summary>
internal sealed class DirObserver(DirTrigger trigger, TimeProvider clock) : TriggerObserver
{
    /// <summary>Batches that may wait to fire; more are counted as skipped.</summary>
    private const int MostWaiting = 1000;

    private FileSystemWatcher? _watcher;
    private TaskCompletionSource _change = NewSignal();

    public override TimeSpan Pause => trigger.PollInterval;

    public override TriggerRecord Begin(TriggerRecord record) => record with { State = new DirSnapshot(DirSnapshot.Look(trigger), 0, 0).Write() };

    public override async ValueTask<Occasion?> NextAsync(TriggerRecord record, CancellationToken cancellationToken)
    {
        var seen = DirSnapshot.Read(record.State);
        while (true)
        {
            Watch();
            var signal = _change;
            var now = DirSnapshot.Look(trigger);
            await Looked(cancellationToken);
            var events = seen.EventsUntil(now, trigger.Events);
            if (seen.Pending + events >= trigger.BatchSize)
            {
                return Batch(seen, now, seen.Pending + events);
            }

            if (events > 0)
            {
                return new Occasion("", new DirSnapshot(now, seen.Pending + events, seen.Sequence).Write(), Fires: false);
            }

            seen = seen with { Files = now };
            await WaitAsync(signal, cancellationToken);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Occasion Batch(DirSnapshot seen, IReadOnlyDictionary<string, (long Length, long WrittenAt)> now, long pending)
    {
        var left = pending - trigger.BatchSize;
        var kept = Math.Min(left, (long)MostWaiting * trigger.BatchSize);
        var next = new DirSnapshot(now, kept, seen.Sequence + 1);
        return new Occasion($"{trigger.Path}#{next.Sequence.ToString(CultureInfo.InvariantCulture)}", next.Write(), Passed: (left - kept) / trigger.BatchSize);
    }

    private async Task WaitAsync(TaskCompletionSource signal, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal.Task, Task.Delay(trigger.PollInterval, clock, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (signal.Task.IsCompleted)
        {
            Interlocked.CompareExchange(ref _change, NewSignal(), signal);
        }
    }

    // A watcher only wakes us up early: where there is none (network folders, no more of them to be had), the interval does.
    private void Watch()
    {
        if (!Directory.Exists(trigger.Path))
        {
            // One that is made again under the same name is another folder to the operating system.
            _watcher?.Dispose();
            _watcher = null;
            return;
        }

        if (_watcher is not null)
        {
            return;
        }

        try
        {
            _watcher = new FileSystemWatcher(trigger.Path) { IncludeSubdirectories = trigger.Recursive, NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Created += (_, _) => _change.TrySetResult();
            _watcher.Changed += (_, _) => _change.TrySetResult();
            _watcher.Deleted += (_, _) => _change.TrySetResult();
            _watcher.Renamed += (_, _) => _change.TrySetResult();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
