using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class WatchTests
{
    [Fact(DisplayName = "Checklist 59: waiting ends with a terminal status only")]
    [Trait("Checklist", "59")]
    public async Task Wait_EndsWithTheTerminalStatus()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Chain(2));
        var waiting = dispatcher.Client.WaitAsync(id);
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        var last = await dispatcher.Driver.NextAsync();
        Assert.False(waiting.IsCompleted);
        dispatcher.Driver.Finish(last, TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await waiting).Status);
    }

    [Fact(DisplayName = "Checklist 59: waiting can be given up, and the dispatch goes on")]
    [Trait("Checklist", "59")]
    public async Task Wait_CanBeGivenUp()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        using var patience = new CancellationTokenSource();
        var waiting = dispatcher.Client.WaitAsync(id, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Fact(DisplayName = "Checklist 59: a wait in another process ends too")]
    [Trait("Checklist", "59")]
    public async Task Wait_OnAnotherEnginesDispatch_Ends()
    {
        await using var owner = new TestDispatcher().Holding();
        await using var other = new TestDispatcher(folder: owner.Folder);
        var id = await owner.SubmitAsync(GraphSketch.Wide(1));
        var waiting = other.Client.WaitAsync(id);
        owner.Driver.Finish(await owner.Driver.NextAsync(), TestDispatcher.Value(3));
        Assert.Equal(Status.Completed, (await waiting).Status);
        Assert.Equal(3, (await other.Client.GetNodeOutputAsync(id, 0))!.Decode<int>());
    }

    [Fact]
    public async Task Watch_TellsEveryStatus_AndEnds()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var request = TestDispatcher.Request(GraphSketch.Chain(2));
        await dispatcher.Client.SubmitAsync(request);
        var events = new List<DispatchEvent>();
        await using var watching = dispatcher.Client.WatchAsync(request.DispatchId).GetAsyncEnumerator();
        await watching.MoveNextAsync();
        events.Add(watching.Current);
        var first = await dispatcher.Driver.NextAsync();
        var driver = dispatcher.Driver.EventsOf(first);
        driver.Progress(first, 0.5, "half");
        driver.Output(first, OutputStream.Stdout, "hi"u8.ToArray());
        dispatcher.Driver.Finish(first, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Failure());
        while (await watching.MoveNextAsync())
        {
            events.Add(watching.Current);
        }

        var id = request.DispatchId;
        DispatchEvent[] expected =
        [
            new DispatchStatusChanged(id, Status.Running, 0, 2), new NodeStatusChanged(id, 0, Status.Running), new NodeProgressed(id, 0, 0.5, "half"),
            new NodeWrote(id, 0, OutputStream.Stdout, "hi"), new NodeStatusChanged(id, 0, Status.Completed), new NodeStatusChanged(id, 1, Status.Running),
            new NodeStatusChanged(id, 1, Status.Failed), new DispatchStatusChanged(id, Status.Failed, 1, 2),
        ];
        Assert.Equal(expected, events);
    }

    [Fact]
    public async Task Watch_OfAnEndedDispatch_TellsHowItEnded()
    {
        await using var dispatcher = new TestDispatcher();
        var end = await dispatcher.RunAsync(GraphSketch.Wide(2));
        var events = await dispatcher.Client.WatchAsync(end.DispatchId).ToListAsync();
        Assert.Equal(new DispatchStatusChanged(end.DispatchId, Status.Completed, 2, 2), events[^1]);
        Assert.Equal(3, events.Count);
    }

    [Fact]
    public async Task SlowReader_LosesProgress_NeverAStatus()
    {
        var watcher = new DispatchWatcher();
        for (var i = 0; i < 5000; i++)
        {
            watcher.Tell(new NodeProgressed("d", 0, 0, null));
            watcher.Tell(new NodeStatusChanged("d", i, Status.Completed));
        }

        watcher.End();
        var events = await watcher.ReadAsync(CancellationToken.None).ToListAsync();
        Assert.Equal(5000, events.OfType<NodeStatusChanged>().Count());
        Assert.Equal(1024, events.OfType<NodeProgressed>().Count());
    }

    [Fact(DisplayName = "Checklist 58: status, result, nodes and children are each fetched by themselves")]
    [Trait("Checklist", "58")]
    public async Task Parts_AreFetchedOneByOne()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var end = await dispatcher.RunAsync(GraphSketch.Chain(3));
        Assert.Equal(Status.Completed, (await dispatcher.Client.GetAsync(end.DispatchId)).Status);
        Assert.Equal([1], (await dispatcher.Client.GetNodesAsync(end.DispatchId, [1])).Select(node => node.NodeId));
        Assert.Equal(2, (await dispatcher.Client.GetNodeOutputAsync(end.DispatchId, 1))!.Decode<int>());
        Assert.Equal(3, (await dispatcher.Client.GetResultAsync(end.DispatchId))!.Decode<int>());
        Assert.Equal("2", (await dispatcher.Client.GetNodesAsync(end.DispatchId, [1]))[0].Preview);
    }

    [Fact]
    public async Task ResultOfAFailedDispatch_IsRefusedWithTheReason()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = _ => TestDispatcher.Failure("no eggs");
        var end = await dispatcher.RunAsync(GraphSketch.Chain(2));
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => dispatcher.Client.GetResultAsync(end.DispatchId));
        Assert.Contains("FAILED", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("no eggs", thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => dispatcher.Client.GetNodeOutputAsync(end.DispatchId, 1));
    }
}
