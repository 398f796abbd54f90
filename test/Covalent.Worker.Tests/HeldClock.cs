namespace Covalent.Worker.Tests;

/// <summary>A clock whose timers run out when the test says so, also after they were taken back: a real one may have begun to by then.</summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly List<HeldTimer> _timers = [];

    /// <summary>How many timers were made.</summary>
    public int Timers
    {
        get
        {
            lock (_timers)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>Lets a timer run out: they are counted from 0 in the order in which they were made.</summary>
    public void RunOut(int timer)
    {
        HeldTimer held;
        lock (_timers)
        {
            held = _timers[timer];
        }

        held.RunOut();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HeldTimer(callback, state);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private sealed class HeldTimer(TimerCallback callback, object? state) : ITimer
    {
        public void RunOut() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
