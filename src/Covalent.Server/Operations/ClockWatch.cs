namespace Covalent.Server.Operations;

/// <summary>Tells a clock that was set from one that went on by itself.</summary>
internal sealed class ClockWatch(TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);
    private DateTimeOffset _time = clock.GetUtcNow();
    private long _timestamp = clock.GetTimestamp();

    /// <summary>How far the wall clock was set, or the machine slept, since this was asked last; zero for less than ten minutes.</summary>
    public TimeSpan TakeJump()
    {
        var (time, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var jump = time - _time - clock.GetElapsedTime(_timestamp, timestamp);
        (_time, _timestamp) = (time, timestamp);
        return jump.Duration() > Tolerance ? jump : TimeSpan.Zero;
    }
}
