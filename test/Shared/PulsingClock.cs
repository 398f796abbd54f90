using Microsoft.Extensions.Time.Testing;

namespace Covalent.Tests;

/// <summary>A clock in the test's hand that knows who waits for it: it can be moved to the next moment that somebody waits for, and beats when
/// somebody begins to wait.</summary>
internal sealed class PulsingClock(Pulse pulse, DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Waiting> _waiting = [];
    private TimeSpan _skew;

    public Pulse Pulse { get; } = pulse;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _skew;

    // The base's stopwatch would follow the clock that people set.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the clock forward, or back, as somebody does who corrects it: no time passes, and who waits goes on waiting as long as before.</summary>
    public void Jump(TimeSpan by) => _skew += by;

    // The base leaves out timers that are due when two threads are in it at once.
    public new void Advance(TimeSpan delta)
    {
        lock (_gate)
        {
            base.Advance(delta);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiting = new Waiting(this, callback, state);
        lock (_gate)
        {
            waiting.Begin(base.CreateTimer(static timer => ((Waiting)timer!).Fire(), waiting, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime, period);
        }

        Pulse.Beat();
        return waiting;
    }

    /// <summary>Moves on to the next moment that somebody waits for, if it is not further away than that.</summary>
    /// <returns>False when nobody waits for one so near.</returns>
    public bool TryMoveOn(TimeSpan atMost)
    {
        // Nobody may begin to wait between the look and the move.
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return false;
            }

            // By the stopwatch, which no setting of the clock moves.
            var left = TimeSpan.FromTicks(Math.Max(0, _waiting.Min(static waiting => waiting.Due) - GetTimestamp()));
            if (left > atMost)
            {
                return false;
            }

            Advance(left);
            return true;
        }
    }

    /// <summary>Waits until something is so, moving on whenever nothing else can happen before somebody's time has come.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan atMost)
    {
        while (true)
        {
            var next = Pulse.Next;
            if (await isSo().ConfigureAwait(false))
            {
                return;
            }

            TryMoveOn(atMost);
            await next.WaitAsync(TimeSpan.FromMinutes(5)).ConfigureAwait(false);
        }
    }

    /// <summary>One timer, as its owner sees it.</summary>
    private sealed class Waiting(PulsingClock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;

        public long Due { get; private set; }

        public void Begin(ITimer timer, TimeSpan dueTime, TimeSpan period)
        {
            _timer = timer;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed;
            lock (clock._gate)
            {
                changed = _timer!.Change(dueTime, period);
                Note(dueTime);
            }

            clock.Pulse.Beat();
            return changed;
        }

        // One that repeats is taken for one that does not: nobody here uses such.
        public void Fire()
        {
            Note(Timeout.InfiniteTimeSpan);
            callback(state);
            clock.Pulse.Beat();
        }

        public void Dispose()
        {
            Note(Timeout.InfiniteTimeSpan);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Note(TimeSpan dueTime)
        {
            lock (clock._gate)
            {
                clock._waiting.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.GetTimestamp() + dueTime.Ticks;
                    clock._waiting.Add(this);
                }
            }
        }
    }
}
