using Covalent.Engine.Dispatching;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class DeadlineQueueTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Deadlines_ComeInTheirOrder_AndWakeOnTime()
    {
        var done = new List<int>();
        var wakes = 0;
        using var queue = new DeadlineQueue(_clock, () => wakes++);
        var start = _clock.GetUtcNow();
        foreach (var seconds in new[] { 30, 10, 20 })
        {
            queue.Add((start + TimeSpan.FromSeconds(seconds)).Ticks, () => done.Add(seconds));
        }

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, wakes);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, wakes);
        queue.Run(_clock.GetUtcNow().Ticks);
        Assert.Equal([10], done);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, wakes);
        queue.Run(_clock.GetUtcNow().Ticks);
        Assert.Equal([10, 20, 30], done);
    }

    [Fact]
    public void TimerThatFiresEarly_IsSetAgain()
    {
        var wakes = 0;
        using var queue = new DeadlineQueue(_clock, () => wakes++);
        var due = _clock.GetUtcNow().AddSeconds(10).Ticks;
        var done = 0;
        queue.Add(due, () => done++);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, wakes);
        queue.Run(due - TimeSpan.TicksPerMillisecond);
        Assert.Equal((2, 0), (wakes, done));
        queue.Run(due);
        Assert.Equal(1, done);
    }

    [Fact]
    public void DeadlineAddedByADeadline_IsDone()
    {
        var done = 0;
        using var queue = new DeadlineQueue(_clock, () => { });
        var due = _clock.GetUtcNow().Ticks + 1;
        queue.Add(due, () => queue.Add(due, () => done++));
        queue.Run(due);
        Assert.Equal(1, done);
    }

    [Fact]
    public void CancelledDeadlines_AreNotDone_AndDoNotPileUp()
    {
        var done = 0;
        using var queue = new DeadlineQueue(_clock, () => { });
        var due = _clock.GetUtcNow().AddHours(1).Ticks;
        queue.Add(due, () => done++);
        for (var i = 0; i < 100_000; i++)
        {
            queue.Add(due, () => done += 1000).Cancel();
        }

        Assert.InRange(queue.Count, 1, 5000);
        queue.Run(due);
        Assert.Equal(1, done);
        Assert.Equal(0, queue.Count);
    }
}
