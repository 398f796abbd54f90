namespace Covalent.Engine.Dispatching;

/// <summary>Things to do later, all on one timer. Used by the engine's pass; <paramref name="wake"/> is called on a timer thread when something
/// is due. Pauses are counted by the clock that only goes forward, so that setting the computer's time neither ends nor prolongs any.</summary>
internal sealed class DeadlineQueue(TimeProvider clock, Action wake) : IDisposable
{
    private const int FewObsolete = 1024;
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);
    private readonly PriorityQueue<Deadline, TimeSpan> _queue = new();
    private readonly long _start = clock.GetTimestamp();
    private ITimer? _timer;
    private TimeSpan _armedFor = TimeSpan.MaxValue;
    private int _obsolete;

    public int Count => _queue.Count;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Does <paramref name="action"/> after a pause; a pause that is over already, in the next run.</summary>
    public Deadline Add(TimeSpan pause, Action action)
    {
        var deadline = new Deadline(this, action);
        var now = Now;
        _queue.Enqueue(deadline, pause < TimeSpan.MaxValue - now ? now + pause : TimeSpan.MaxValue);
        Arm(now);
        return deadline;
    }

    /// <summary>Does everything that is due.</summary>
    public void Run()
    {
        if (_queue.Count == 0)
        {
            return;
        }

        // The timer may have fired a little early; it is set again then, and left alone in all other passes.
        var now = Now;
        if (_armedFor <= now + Early)
        {
            _armedFor = TimeSpan.MaxValue;
        }

        while (_queue.TryPeek(out _, out var due) && due <= now)
        {
            _obsolete -= _queue.Dequeue().Run() ? 0 : 1;
        }

        Arm(now);
    }

    public void Dispose() => _timer?.Dispose();

    // Most time limits are never reached; their entries would pile up until the limit is.
    private void CountObsolete()
    {
        _obsolete++;
        if (_obsolete <= FewObsolete || _obsolete * 2 < _queue.Count)
        {
            return;
        }

        var kept = _queue.UnorderedItems.Where(item => !item.Element.IsObsolete).ToList();
        _queue.Clear();
        _queue.EnqueueRange(kept);
        _queue.TrimExcess();
        _obsolete = 0;
    }

    private void Arm(TimeSpan now)
    {
        if (!_queue.TryPeek(out _, out var due) || due >= _armedFor)
        {
            return;
        }

        _armedFor = due;
        var pause = TimeSpan.FromTicks(Math.Clamp((due - now).Ticks, 0, TimeSpan.TicksPerDay));
        if (_timer is null)
        {
            _timer = clock.CreateTimer(_ => wake(), null, pause, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>One thing to do later.</summary>
    internal sealed class Deadline(DeadlineQueue queue, Action action)
    {
        private Action? _action = action;

        public bool IsObsolete => _action is null;

        /// <summary>Lets it be: there is nothing to do any more.</summary>
        public void Cancel()
        {
            if (_action is not null)
            {
                _action = null;
                queue.CountObsolete();
            }
        }

        /// <returns>Whether there was something to do.</returns>
        public bool Run()
        {
            var todo = _action;
            _action = null;
            todo?.Invoke();
            return todo is not null;
        }
    }
}
