namespace Covalent.Engine.Dispatching;

/// <summary>Things to do later, all on one timer. Used by the engine's pass; <paramref name="wake"/> is called on a timer thread when something
/// is due.</summary>
internal sealed class DeadlineQueue(TimeProvider clock, Action wake) : IDisposable
{
    private const int FewObsolete = 1024;
    private const long EarlyTicks = 50 * TimeSpan.TicksPerMillisecond;
    private readonly PriorityQueue<Deadline, long> _queue = new();
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private int _obsolete;

    public int Count => _queue.Count;

    public Deadline Add(long dueTicks, Action action)
    {
        var deadline = new Deadline(this, action);
        _queue.Enqueue(deadline, dueTicks);
        Arm();
        return deadline;
    }

    /// <summary>Does everything that is due.</summary>
    public void Run(long nowTicks)
    {
        // The timer goes by another clock and may have fired a little early; it is set again then, and left alone in all other passes.
        if (_armedFor <= nowTicks + EarlyTicks)
        {
            _armedFor = long.MaxValue;
        }

        while (_queue.TryPeek(out _, out var due) && due <= nowTicks)
        {
            _obsolete -= _queue.Dequeue().Run() ? 0 : 1;
        }

        Arm();
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

    private void Arm()
    {
        if (!_queue.TryPeek(out _, out var due) || due >= _armedFor)
        {
            return;
        }

        _armedFor = due;
        var pause = TimeSpan.FromTicks(Math.Clamp(due - clock.GetUtcNow().Ticks, 0, TimeSpan.TicksPerDay));
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
