using Covalent.Core.Execution;
using Covalent.Worker.Serving;

namespace Covalent.Worker.Tests.Serving;

public sealed class WorkQueueTests
{
    private static QueuedTask Queued(int ticket) => new(ticket, null!);

    [Fact]
    public void Stop_OfATaskThatWasTakenButHasNotBegun_IsHeard()
    {
        var queue = new WorkQueue();
        queue.Add(Queued(1));
        var taken = queue.Take()!;
        Assert.False(queue.TryRemove(1));
        queue.SignalOf(1)!.Request(StopReason.Cancelled);
        Assert.Equal(StopReason.Cancelled, taken.Stop.Reason);
    }

    [Fact]
    public void Stop_OfAnotherTaskThanTheTakenOne_ReachesNobody()
    {
        var queue = new WorkQueue();
        queue.Add(Queued(1));
        queue.Add(Queued(2));
        queue.Take();
        Assert.Null(queue.SignalOf(2));
        Assert.True(queue.TryRemove(2));
        queue.Add(Queued(3));
        queue.Take();
        Assert.Null(queue.SignalOf(1));
    }

    [Fact]
    public void Close_WithTasksWaiting_LetsThemBeTakenFirst()
    {
        var queue = new WorkQueue();
        queue.Add(Queued(1));
        queue.Close();
        Assert.Equal(1, queue.Take()?.Ticket);
        Assert.Null(queue.Take());
    }
}
