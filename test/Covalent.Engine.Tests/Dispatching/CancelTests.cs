using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class CancelTests
{
    [Fact(DisplayName = "Checklist 49: cancelling a running chain ends it, and later tasks never run")]
    [Trait("Checklist", "49")]
    public async Task Cancel_OfARunningChain_EndsIt()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Chain(4));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        await dispatcher.Driver.NextAsync();
        var report = await dispatcher.Client.CancelAsync(id);
        Assert.Equal(Status.Cancelled, report.Status);
        Assert.Equal([1, 2, 3], report.Cancelled);
        Assert.Equal([0], report.AlreadyTerminal);
        Assert.Empty(report.NotStopped);
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.WaitAsync(id)).Status);
        var statuses = await dispatcher.StatusesAsync(id);
        Assert.Equal([Status.Completed, Status.Cancelled, Status.NewObject, Status.NewObject], statuses);
        Assert.Equal([0, 1], dispatcher.StartedNodes());
    }

    [Fact(DisplayName = "Checklist 50: cancelling one task leaves earlier ones completed")]
    [Trait("Checklist", "50")]
    public async Task Cancel_OfOneTask_CancelsTheDispatchAroundIt()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Chain(3));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        await dispatcher.Driver.NextAsync();
        var report = await dispatcher.Client.CancelAsync(id, [1]);
        Assert.Equal([1], report.Cancelled);
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.WaitAsync(id)).Status);
        var statuses = await dispatcher.StatusesAsync(id);
        Assert.Equal([Status.Completed, Status.Cancelled, Status.NewObject], statuses);
    }

    [Fact(DisplayName = "Checklist 51: cancelling a sublattice task cancels its child dispatch")]
    [Trait("Checklist", "51")]
    public async Task Cancel_OfASublattice_CancelsItsChild()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice
            ? new TaskOutcome { Status = Status.Completed, Child = GraphSketch.Chain(2) } : null;
        var sketch = new GraphSketch();
        var sublattice = sketch.Sublattice("child");
        var id = await dispatcher.SubmitAsync(sketch.Build());
        var inChild = await dispatcher.Driver.NextAsync();
        Assert.Equal(Status.Dispatching, (await dispatcher.StatusesAsync(id))[sublattice]);
        var report = await dispatcher.Client.CancelAsync(id, [sublattice]);
        Assert.Equal([sublattice], report.Cancelled);
        var child = (await dispatcher.Client.GetNodesAsync(id))[sublattice].ChildDispatchId!;
        Assert.Equal(child, inChild.Dispatch.DispatchId);
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.GetAsync(child)).Status);
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Fact(DisplayName = "Checklist 52: a task cancelled before it was handed over never reaches its executor")]
    [Trait("Checklist", "52")]
    public async Task Cancel_OfAQueuedTask_KeepsItFromItsExecutor()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        dispatcher.Executor.MaxConcurrency = 1;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(3));
        var first = await dispatcher.Driver.NextAsync();
        await dispatcher.Client.CancelAsync(id, [1]);
        dispatcher.Driver.Finish(first, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.WaitAsync(id)).Status);
        Assert.Equal([0, 2], dispatcher.StartedNodes());
        Assert.Empty(dispatcher.Driver.Stopped);
    }

    [Fact(DisplayName = "Checklist 52: a waiting task can be cancelled before its parents are done")]
    [Trait("Checklist", "52")]
    public async Task Cancel_OfAWaitingTask_CancelsItAtOnce()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Chain(3));
        var first = await dispatcher.Driver.NextAsync();
        Assert.Equal([2], (await dispatcher.Client.CancelAsync(id, [2])).Cancelled);
        dispatcher.Driver.Finish(first, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        await dispatcher.Client.WaitAsync(id);
        var statuses = await dispatcher.StatusesAsync(id);
        Assert.Equal([Status.Completed, Status.Completed, Status.Cancelled], statuses);
    }

    [Fact(DisplayName = "Checklist 53: a cancel that cannot stop the code says so, and the slot stays taken")]
    [Trait("Checklist", "53")]
    public async Task Cancel_ThatCannotStopTheCode_IsReportedHonestly()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        dispatcher.Executor.MaxConcurrency = 1;
        dispatcher.Driver.Stops = static _ => false;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        var stubborn = await dispatcher.Driver.NextAsync();
        var report = await dispatcher.Client.CancelAsync(id);
        Assert.Equal([0], report.NotStopped);
        Assert.Empty(report.Cancelled);
        var node = (await dispatcher.Client.GetNodesAsync(id))[0];
        Assert.Equal((Status.Cancelled, false), (node.Status, node.StopConfirmed));
        Assert.Contains("still runs", node.Failure!.Message, StringComparison.Ordinal);

        var next = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        Assert.Equal(Status.NewObject, (await dispatcher.StatusesAsync(next))[0]);
        dispatcher.Driver.Finish(stubborn, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(next)).Status);
        Assert.Equal(Status.Cancelled, (await dispatcher.StatusesAsync(id))[0]);
    }

    [Fact(DisplayName = "Checklist 44: executors see a cancel request at once")]
    [Trait("Checklist", "44")]
    public async Task CancelRequest_IsVisibleToTheDriver()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        var attempt = await dispatcher.Driver.NextAsync();
        var events = dispatcher.Driver.EventsOf(attempt);
        Assert.False(events.IsCancelRequested(attempt));
        await dispatcher.Client.CancelAsync(id);
        Assert.True(events.IsCancelRequested(attempt));
        Assert.Equal((attempt, StopReason.Cancelled), Assert.Single(dispatcher.Driver.Stopped));
    }

    [Fact]
    public async Task Cancel_OfATerminalDispatch_ChangesNothing()
    {
        await using var dispatcher = new TestDispatcher();
        var end = await dispatcher.RunAsync(GraphSketch.Wide(2));
        var report = await dispatcher.Client.CancelAsync(end.DispatchId);
        Assert.Equal(Status.Completed, report.Status);
        Assert.Equal([0, 1], report.AlreadyTerminal);
        Assert.Empty(report.Cancelled);
    }

    [Fact]
    public async Task Cancel_OfAnUnstartedDispatch_KeepsItFromEverStarting()
    {
        await using var dispatcher = new TestDispatcher();
        var request = TestDispatcher.Request(GraphSketch.Wide(2));
        await dispatcher.Client.RegisterAsync(request);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => dispatcher.Client.CancelAsync(request.DispatchId, [0]));
        Assert.Contains("not started", thrown.Message, StringComparison.Ordinal);
        var report = await dispatcher.Client.CancelAsync(request.DispatchId);
        Assert.Equal(Status.Cancelled, report.Status);
        Assert.Equal([0, 1], report.Cancelled);
        Assert.Equal(Status.Cancelled, await dispatcher.Client.StartAsync(request.DispatchId));
        Assert.Empty(dispatcher.Executor.Started);
    }

    [Fact]
    public async Task Cancel_OfAnotherEnginesDispatch_GoesThroughTheDatabase()
    {
        await using var owner = new TestDispatcher().Holding();
        await using var other = new TestDispatcher(folder: owner.Folder);
        var id = await owner.SubmitAsync(GraphSketch.Chain(2));
        await owner.Driver.NextAsync();
        Assert.Equal(Status.Running, (await other.Client.GetAsync(id)).Status);
        var report = await other.Client.CancelAsync(id);
        Assert.Equal(Status.Cancelled, report.Status);
        Assert.Equal([0, 1], report.Cancelled);
        Assert.Single(owner.Driver.Stopped);
    }

    [Fact]
    public async Task Cancel_OfManyQueuedTasks_IsOneStep()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        dispatcher.Executor.MaxConcurrency = 1;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(10_000));
        await dispatcher.Driver.NextAsync();
        var report = await dispatcher.Client.CancelAsync(id);
        Assert.Equal(10_000, report.Cancelled.Count);
        var end = await dispatcher.Client.GetAsync(id);
        Assert.Equal((Status.Cancelled, 10_000), (end.Status, end.CancelledCount));
    }
}
