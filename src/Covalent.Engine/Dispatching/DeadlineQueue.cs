namespace Covalent.Engine.Dispatching;

/// <summary>Things to do later, all on one timer. Used by the engine's pass; <paramref name="wake"/> is called on a timer thread when something
/// is due.</summary>
internal sealed class DeadlineQueue(TimeProvider clock, Action wake) : IDisposable
{
    private readonly PriorityQueue<Action, long> _queue = new();
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;

    public void Add(long dueTicks, Action action)
    {
        _queue.Enqueue(action, dueTicks);
        Arm();
    }

    /// <summary>Does everything that is due.</summary>
    public void Run(long nowTicks)
    {
        _armedFor = long.MaxValue;
        while (_queue.TryPeek(out _, out var due) && due <= nowTicks)
        {
            _queue.Dequeue()();
        }

        Arm();
    }

    public void Dispose() => _timer?.Dispose();

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
}
