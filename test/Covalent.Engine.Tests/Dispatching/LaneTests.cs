using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class LaneTests
{
    [Fact]
    public async Task ConcurrencyLimit_IsNeverExceeded()
    {
        await using var dispatcher = new TestDispatcher(inMemory: true).Holding();
        dispatcher.Executor.MaxConcurrency = 3;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(20));
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(dispatcher.Driver.Held.Count, 0, 3);
            dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        }

        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
        Assert.Equal(3, dispatcher.Driver.MostInFlight);
    }

    [Fact]
    public async Task OneFullExecutor_DoesNotHoldUpAnother()
    {
        await using var dispatcher = new TestDispatcher(inMemory: true).Holding();
        dispatcher.Executor.MaxConcurrency = 1;
        var sketch = new GraphSketch();
        sketch.Task("a");
        sketch.Task("b");
        sketch.Task("c", new ElectronOptions { Executor = "other" });
        var id = await dispatcher.SubmitAsync(sketch.Build());
        var held = await dispatcher.Driver.NextAsync();
        Assert.Single(dispatcher.Other.Started);
        dispatcher.Driver.Finish(held, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Fact]
    public async Task OverallLimit_HoldsOverAllExecutors_WhichTakeTurns()
    {
        await using var dispatcher = new TestDispatcher(inMemory: true, change: options => options with { MaxConcurrency = 1 }).Holding();
        var sketch = new GraphSketch();
        sketch.Task("a");
        sketch.Task("b");
        sketch.Task("c", new ElectronOptions { Executor = "other" });
        var id = await dispatcher.SubmitAsync(sketch.Build());
        var first = await dispatcher.Driver.NextAsync();
        Assert.Empty(dispatcher.Other.Started);
        dispatcher.Driver.Finish(first, TestDispatcher.Value(1));
        var second = await dispatcher.Driver.NextAsync();
        Assert.Single(dispatcher.Other.Started);
        dispatcher.Driver.Finish(second, TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
        Assert.Equal(1, dispatcher.Driver.MostInFlight);
    }

    [Fact]
    public async Task NodePriority_DecidesWithinADispatch()
    {
        await using var dispatcher = OneByOne();
        var sketch = new GraphSketch();
        foreach (var priority in new[] { 0, 5, -1, 5 })
        {
            sketch.Task($"p{priority}", new ElectronOptions { Priority = priority });
        }

        await DrainAsync(dispatcher, await dispatcher.SubmitAsync(sketch.Build()));
        Assert.Equal([1, 3, 0, 2], dispatcher.StartedNodes());
    }

    [Fact]
    public async Task DispatchPriority_GoesFirst()
    {
        await using var dispatcher = OneByOne();
        var low = await dispatcher.SubmitAsync(GraphSketch.Wide(3));
        var high = await dispatcher.SubmitAsync(GraphSketch.Wide(3), request => request with { Priority = 1 });
        await DrainAsync(dispatcher, low, high);
        Assert.Equal([low, high, high, high, low, low], Owners(dispatcher));
    }

    [Fact]
    public async Task EqualDispatches_TakeTurns()
    {
        await using var dispatcher = OneByOne();
        var first = await dispatcher.SubmitAsync(GraphSketch.Wide(4));
        var second = await dispatcher.SubmitAsync(GraphSketch.Wide(4));
        await DrainAsync(dispatcher, first, second);
        Assert.Equal([first, first, second, first, second, first, second, second], Owners(dispatcher));
    }

    [Fact]
    public async Task Sublattices_ShareTheTurnOfTheirRoot()
    {
        await using var dispatcher = OneByOne();
        dispatcher.Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice ? new TaskOutcome { Status = Status.Completed, Child = GraphSketch.Wide(3) } : null;
        var blocker = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        var held = await dispatcher.Driver.NextAsync();
        var sketch = new GraphSketch();
        sketch.Sublattice("a");
        sketch.Sublattice("b");
        var split = await dispatcher.SubmitAsync(sketch.Build());
        var plain = await dispatcher.SubmitAsync(GraphSketch.Wide(6));
        dispatcher.Driver.Finish(held, TestDispatcher.Value(1));
        await DrainAsync(dispatcher, blocker, split, plain);
        var turns = Owners(dispatcher).Skip(1).Select(owner => owner == plain ? 'p' : 's').ToArray();
        Assert.Equal(6, turns.Count(turn => turn == 'p'));
        Assert.InRange(turns.Take(8).Count(turn => turn == 'p'), 3, 5);
    }

    [Fact]
    public void Window_GrowsForShortTasks_AndClosesForLongOnes()
    {
        var window = new LaneWindow(limit: 2, queueAhead: 1000);
        Assert.Equal(2, window.Size);
        window.Observe(TimeSpan.FromMicroseconds(1).Ticks);
        Assert.Equal(1002, window.Size);
        window.Observe(TimeSpan.FromSeconds(1).Ticks);
        Assert.Equal(2, window.Size);
        for (var i = 0; i < 500; i++)
        {
            window.Observe(TimeSpan.FromMilliseconds(1).Ticks);
        }

        Assert.InRange(window.Size, 10, 13);
    }

    [Fact]
    public void Window_OfADriverThatTakesNothingAhead_StaysAtItsLimit()
    {
        var window = new LaneWindow(limit: 4, queueAhead: 0);
        window.Observe(1);
        Assert.Equal(4, window.Size);
    }

    private static TestDispatcher OneByOne()
    {
        var dispatcher = new TestDispatcher(inMemory: true).Holding();
        dispatcher.Executor.MaxConcurrency = 1;
        return dispatcher;
    }

    private static async Task DrainAsync(TestDispatcher dispatcher, params string[] ids)
    {
        var ended = Task.WhenAll(ids.Select(id => dispatcher.Client.WaitAsync(id)));
        while (!ended.IsCompleted)
        {
            var next = dispatcher.Driver.NextAsync();
            if (await Task.WhenAny(next, ended) == next)
            {
                dispatcher.Driver.Finish(await next, TestDispatcher.Value(1));
            }
        }

        await ended;
    }

    private static string[] Owners(TestDispatcher dispatcher) => [.. dispatcher.Executor.Started.Select(name => name.Split('/')[0])];
}
