using Covalent.Engine.Dispatching;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class DeadlineQueueTests
{
    private readonly SettableClock _clock = new();

    [Fact]
    public void Deadlines_ComeInTheirOrder_AndWakeOnTime()
    {
        var done = new List<int>();
        var wakes = 0;
        using var queue = new DeadlineQueue(_clock, () => wakes++);
        foreach (var seconds in new[] { 30, 10, 20 })
        {
            queue.Add(TimeSpan.FromSeconds(seconds), () => done.Add(seconds));
        }

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, wakes);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, wakes);
        queue.Run();
        Assert.Equal([10], done);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, wakes);
        queue.Run();
        Assert.Equal([10, 20, 30], done);
    }

    [Theory]
    [InlineData(+20_000)]
    [InlineData(-20_000)]
    public void WallClockThatIsSet_ChangesNoPause(int hours)
    {
        var done = 0;
        using var queue = new DeadlineQueue(_clock, () => { });
        queue.Add(TimeSpan.FromSeconds(10), () => done++);
        _clock.SetBy(TimeSpan.FromHours(hours));
        queue.Run();
        Assert.Equal(0, done);
        _clock.Advance(TimeSpan.FromSeconds(10));
        queue.Run();
        Assert.Equal(1, done);
    }

    [Fact]
    public void TimerThatFiresEarly_IsSetAgain()
    {
        var clock = new HastyClock();
        var (wakes, done) = (0, 0);
        using var queue = new DeadlineQueue(clock, () => wakes++);
        queue.Add(TimeSpan.FromSeconds(10), () => done++);
        clock.Advance(TimeSpan.FromSeconds(10) - HastyClock.Haste);
        Assert.Equal(1, wakes);
        queue.Run();
        Assert.Equal(0, done);
        clock.Advance(HastyClock.Haste);
        Assert.Equal(2, wakes);
        queue.Run();
        Assert.Equal(1, done);
    }

    /// <summary>Its timers fire a moment too early, as real ones may.</summary>
    private sealed class HastyClock : FakeTimeProvider
    {
        public static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new HastyTimer(base.CreateTimer(callback, state, dueTime - Haste, period));

        private sealed class HastyTimer(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    [Fact]
    public void DeadlineAddedByADeadline_IsDone()
    {
        var done = 0;
        using var queue = new DeadlineQueue(_clock, () => { });
        queue.Add(TimeSpan.Zero, () => queue.Add(TimeSpan.Zero, () => done++));
        queue.Run();
        Assert.Equal(1, done);
    }

    [Fact]
    public void CancelledDeadlines_AreNotDone_AndDoNotPileUp()
    {
        var done = 0;
        using var queue = new DeadlineQueue(_clock, () => { });
        var pause = TimeSpan.FromHours(1);
        queue.Add(pause, () => done++);
        for (var i = 0; i < 100_000; i++)
        {
            queue.Add(pause, () => done += 1000).Cancel();
        }

        Assert.InRange(queue.Count, 1, 5000);
        _clock.Advance(pause);
        queue.Run();
        Assert.Equal(1, done);
        Assert.Equal(0, queue.Count);
    }
}
