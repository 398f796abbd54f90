using Covalent.Core.Execution;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class RunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfIndependentTasks_CompletesAll(bool inMemory)
    {
        await using var dispatcher = new TestDispatcher(inMemory);
        var end = await dispatcher.RunAsync(GraphSketch.Wide(500));
        Assert.Equal((Status.Completed, 500, 500), (end.Status, end.CompletedCount, dispatcher.Executor.Started.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OfAChain_KeepsItsOrder_AndPassesValuesOn(bool inMemory)
    {
        await using var dispatcher = new TestDispatcher(inMemory).Computing();
        var end = await dispatcher.RunAsync(GraphSketch.Chain(200));
        Assert.Equal(Enumerable.Range(0, 200), dispatcher.StartedNodes());
        Assert.Equal(200, (await dispatcher.Client.GetResultAsync(end.DispatchId))!.Decode<int>());
    }

    [Fact(DisplayName = "Checklist 18: a second start runs nothing again and tells the status")]
    [Trait("Checklist", "18")]
    public async Task Start_Twice_RunsOnce()
    {
        await using var dispatcher = new TestDispatcher();
        var request = TestDispatcher.Request(GraphSketch.Wide(3));
        await dispatcher.Client.RegisterAsync(request);
        await dispatcher.Client.RegisterAsync(request);
        Assert.Equal(Status.NewObject, (await dispatcher.Client.GetAsync(request.DispatchId)).Status);
        Assert.Empty(dispatcher.Executor.Started);
        await dispatcher.Client.StartAsync(request.DispatchId);
        await dispatcher.Client.WaitAsync(request.DispatchId);
        Assert.Equal(Status.Completed, await dispatcher.Client.StartAsync(request.DispatchId));
        Assert.Equal(3, dispatcher.Executor.Started.Count);
    }

    [Fact(DisplayName = "Checklist 18: a second submit of the same id runs nothing again")]
    [Trait("Checklist", "18")]
    public async Task Submit_Twice_RunsOnce()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var request = TestDispatcher.Request(GraphSketch.Wide(2));
        await dispatcher.Client.SubmitAsync(request);
        await dispatcher.Client.SubmitAsync(request);
        foreach (var attempt in await dispatcher.Driver.NextAsync(2))
        {
            dispatcher.Driver.Finish(attempt, TestDispatcher.Value(1));
        }

        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(request.DispatchId)).Status);
        await dispatcher.Client.SubmitAsync(request);
        Assert.Equal(2, dispatcher.Executor.Started.Count);
    }

    [Fact(DisplayName = "Checklist 18: two engines that submit the same id at once run it once")]
    [Trait("Checklist", "18")]
    public async Task Submit_OfTheSameIdByTwoEngines_RunsOnce()
    {
        await using var first = new TestDispatcher();
        await using var second = new TestDispatcher(folder: first.Folder);
        first.Executor.MaxConcurrency = second.Executor.MaxConcurrency = 1;
        for (var i = 0; i < 20; i++)
        {
            var request = TestDispatcher.Request(GraphSketch.Wide(5));
            await Task.WhenAll(Task.Run(() => first.Client.SubmitAsync(request)), Task.Run(() => second.Client.SubmitAsync(request)));
            Assert.Equal(Status.Completed, (await first.Client.WaitAsync(request.DispatchId)).Status);
        }

        Assert.Equal(100, first.Executor.Started.Count + second.Executor.Started.Count);
    }

    [Fact(DisplayName = "Checklist 19: an unknown id is reported as not found by every call")]
    [Trait("Checklist", "19")]
    public async Task UnknownId_IsNotFound()
    {
        await using var dispatcher = new TestDispatcher();
        var client = dispatcher.Client;
        Func<Task>[] calls =
        [
            () => client.GetAsync("nobody"), () => client.StartAsync("nobody"), () => client.WaitAsync("nobody"), () => client.GetResultAsync("nobody"),
            () => client.GetNodesAsync("nobody"), () => client.GetNodeOutputAsync("nobody", 0), () => client.GetGraphAsync("nobody"), () => client.GetLatticeAsync("nobody"),
            () => client.GetNodeStreamAsync("nobody", 0, OutputStream.Stdout), () => client.CancelAsync("nobody"),
            () => client.RedispatchAsync(new RedispatchRequest { DispatchId = "nobody", NewDispatchId = "new" }),
            async () => await client.WatchAsync("nobody").GetAsyncEnumerator().MoveNextAsync(),
        ];
        foreach (var call in calls)
        {
            var thrown = await Assert.ThrowsAsync<DispatchNotFoundException>(call);
            Assert.Contains("'nobody' is not known in", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task UnknownNode_IsReportedWithTheRange()
    {
        await using var dispatcher = new TestDispatcher();
        var end = await dispatcher.RunAsync(GraphSketch.Wide(3));
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => dispatcher.Client.GetNodesAsync(end.DispatchId, [3]), () => dispatcher.Client.GetNodeOutputAsync(end.DispatchId, -1),
            () => dispatcher.Client.GetNodeStreamAsync(end.DispatchId, 7, OutputStream.Stderr), () => dispatcher.Client.CancelAsync(end.DispatchId, [4]),
        })
        {
            Assert.Contains("its nodes are 0 to 2", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("a b")]
    public async Task BadId_IsRefused(string id)
    {
        await using var dispatcher = new TestDispatcher();
        await Assert.ThrowsAsync<ArgumentException>(() => dispatcher.Client.SubmitAsync(TestDispatcher.Request(GraphSketch.Wide(1), id)));
    }

    [Fact(DisplayName = "Checklist 20: a lattice of parameters completes without an executor")]
    [Trait("Checklist", "20")]
    public async Task Parameters_NeedNoExecutor()
    {
        await using var dispatcher = new TestDispatcher();
        var sketch = new GraphSketch();
        var parameter = sketch.Parameter(TestDispatcher.Encode(42).Bytes.Span);
        var end = await dispatcher.RunAsync(sketch.Returns(parameter).Build());
        Assert.Equal((Status.Completed, 1), (end.Status, end.CompletedCount));
        Assert.Equal(42, (await dispatcher.Client.GetResultAsync(end.DispatchId))!.Decode<int>());
        Assert.Empty(dispatcher.Executor.Started);
        var node = Assert.Single(await dispatcher.Client.GetNodesAsync(end.DispatchId));
        Assert.Equal((Status.Completed, 0), (node.Status, node.Attempts));
    }

    [Fact(DisplayName = "Checklist 22: no child is handed over before its parents are durable")]
    [Trait("Checklist", "22")]
    public async Task Layers_StartOnlyAfterTheirParents()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var graph = GraphSketch.Layers(10, 20);
        var end = await dispatcher.RunAsync(graph);
        Assert.Equal(Status.Completed, end.Status);
        var place = dispatcher.StartedNodes().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        Assert.All(Enumerable.Range(0, graph.NodeCount), node => Assert.All(graph.ParentsOf(node).ToArray(), parent => Assert.True(place[parent] < place[node])));
    }

    [Fact(DisplayName = "Checklist 23: a failed branch leaves the other one running to its end")]
    [Trait("Checklist", "23")]
    public async Task Failure_StopsItsBranchOnly()
    {
        await using var dispatcher = new TestDispatcher();
        var sketch = new GraphSketch();
        var bad = sketch.Task("bad");
        var never = sketch.Task("never", bad);
        var good = sketch.Task("good");
        var better = sketch.Task("better", good);
        dispatcher.Driver.Answer = attempt => attempt.NodeId == bad ? TestDispatcher.Failure("the pan is hot") : TestDispatcher.Value(1);
        var end = await dispatcher.RunAsync(sketch.Build());
        Assert.Equal(Status.Failed, end.Status);
        Assert.Equal("1 of 4 nodes failed: node 0 'bad' (the pan is hot).", end.Error);
        Assert.Equal([Status.Failed, Status.NewObject, Status.Completed, Status.Completed], await dispatcher.StatusesAsync(end.DispatchId));
        Assert.DoesNotContain(never, dispatcher.StartedNodes());
        Assert.Contains(better, dispatcher.StartedNodes());
        var node = (await dispatcher.Client.GetNodesAsync(end.DispatchId, [bad]))[0];
        Assert.Equal(("the pan is hot", FailureKind.UserCode), (node.Failure!.Message, node.Failure.Kind));
    }

    [Fact(DisplayName = "Checklist 27: an unknown executor fails its nodes, and its name is in the message")]
    [Trait("Checklist", "27")]
    public async Task UnknownExecutor_FailsTheNodesThatAskForIt()
    {
        await using var dispatcher = new TestDispatcher();
        var sketch = new GraphSketch();
        sketch.Task("lost", new ElectronOptions { Executor = "slrum" });
        sketch.Task("fine");
        var end = await dispatcher.RunAsync(sketch.Build());
        Assert.Equal([Status.Failed, Status.Completed], await dispatcher.StatusesAsync(end.DispatchId));
        var failure = (await dispatcher.Client.GetNodesAsync(end.DispatchId, [0]))[0].Failure!;
        Assert.Equal(FailureKind.Configuration, failure.Kind);
        Assert.Contains("Executor 'slrum' cannot be used: no executor of this name is known", failure.Message, StringComparison.Ordinal);
        Assert.Contains("slrum", end.Error!, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Checklist 27: an executor that cannot be set up fails its nodes with all its problems")]
    [Trait("Checklist", "27")]
    public async Task ExecutorWithProblems_FailsTheNodesThatAskForIt()
    {
        await using var dispatcher = new TestDispatcher(change: options => options with { Executors = _ => throw new ExecutorException("host is empty; name the login node") });
        var end = await dispatcher.RunAsync(GraphSketch.Wide(2));
        Assert.Equal(Status.Failed, end.Status);
        Assert.Contains("host is empty", end.Error!, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Checklist 28: an exception in the engine ends the dispatch and releases those who wait")]
    [Trait("Checklist", "28")]
    public async Task EngineFailure_FailsTheDispatch_AndReleasesWaiters()
    {
        await using var dispatcher = new TestDispatcher(inMemory: true).Holding();
        var poison = new ElectronOptions { Retry = new RetryPolicy(1) { On = new PoisonedList() } };
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(2, poison));
        var other = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        var waiting = dispatcher.Client.WaitAsync(id);
        var attempts = await dispatcher.Driver.NextAsync(3);
        dispatcher.Driver.Finish(attempts.First(attempt => attempt.Dispatch.DispatchId == id), TestDispatcher.Failure());
        var end = await waiting;
        Assert.Equal(Status.Failed, end.Status);
        Assert.Contains("The engine failed while it handled this dispatch: poisoned", end.Error!, StringComparison.Ordinal);
        dispatcher.Driver.Finish(attempts.Single(attempt => attempt.Dispatch.DispatchId == other), TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(other)).Status);
    }

    [Fact(DisplayName = "Checklist 29: values pass through the engine as bytes it cannot read")]
    [Trait("Checklist", "29")]
    public async Task Values_AreNeverOpened()
    {
        await using var dispatcher = new TestDispatcher();
        byte[] opaque = [0xFF, 0x00, 0xFE];
        dispatcher.Driver.Answer = attempt =>
        {
            if (attempt.NodeId == 1)
            {
                Assert.Equal(opaque, attempt.Dispatch.Values.GetEncoded(0).Bytes.ToArray());
            }

            return new TaskOutcome { Status = Status.Completed, Result = new EncodedValue("python/pickle", opaque) };
        };
        var end = await dispatcher.RunAsync(GraphSketch.Chain(2));
        Assert.Equal(Status.Completed, end.Status);
        var result = await dispatcher.Client.GetResultAsync(end.DispatchId);
        Assert.Equal("python/pickle", result!.Header.Codec);
    }

    [Fact(DisplayName = "Checklist 30: the number of completed nodes matches the graph at the end")]
    [Trait("Checklist", "30")]
    public async Task Counts_MatchTheGraph()
    {
        await using var dispatcher = new TestDispatcher();
        var sketch = new GraphSketch();
        var parameter = sketch.Parameter([2]);
        sketch.Task("a", parameter);
        sketch.Task("b", parameter);
        var end = await dispatcher.RunAsync(sketch.Build());
        Assert.Equal((3, 3, 0, 0, 0), (end.NodeCount, end.CompletedCount, end.FailedCount, end.CancelledCount, end.RunningCount));
        var stored = (await dispatcher.Client.ListAsync(new DispatchQuery())).Dispatches.Single();
        Assert.Equal(end, stored);
    }

    [Fact(DisplayName = "Checklist 31: a list of nodes comes back as a list")]
    [Trait("Checklist", "31")]
    public async Task ComposedResult_IsPutTogetherFromItsNodes()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var sketch = new GraphSketch();
        var one = sketch.Task("one");
        var two = sketch.Task("two", one);
        var end = await dispatcher.RunAsync(sketch.Returns(two, one, two).Build());
        var result = await dispatcher.Client.GetResultAsync(end.DispatchId);
        Assert.Equal([2, 1, 2], result!.Decode<int[]>());
    }

    [Fact(DisplayName = "Checklist 36: when the first of several tasks fails, all end and so does the dispatch")]
    [Trait("Checklist", "36")]
    public async Task FirstFailure_LeavesNothingHanging()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Executor.MaxConcurrency = 1;
        dispatcher.Driver.Answer = attempt => attempt.NodeId == 0 ? TestDispatcher.Failure() : TestDispatcher.Value(1);
        var end = await dispatcher.RunAsync(GraphSketch.Wide(20));
        Assert.Equal((Status.Failed, 19, 1), (end.Status, end.CompletedCount, end.FailedCount));
    }

    [Fact]
    public async Task FailFast_StopsTheRest()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        dispatcher.Executor.MaxConcurrency = 2;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(5), request => request with { FailFast = true });
        dispatcher.Driver.Finish((await dispatcher.Driver.NextAsync(2)).First(), TestDispatcher.Failure());
        var end = await dispatcher.Client.WaitAsync(id);
        Assert.Equal((Status.Failed, 1, 4, 2), (end.Status, end.FailedCount, end.CancelledCount, dispatcher.Executor.Started.Count));
    }

    [Fact]
    public async Task LargeResult_ReachesItsConsumer_AndTheCaller()
    {
        await using var dispatcher = new TestDispatcher();
        var large = Enumerable.Range(0, 300_000).Select(i => (byte)i).ToArray();
        dispatcher.Driver.Answer = attempt =>
        {
            if (attempt.NodeId == 1)
            {
                Assert.Equal(large.Length, attempt.Dispatch.Values.GetEncoded(0).Bytes.Length);
            }

            return new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Json, large), Stdout = large, Stderr = large };
        };
        var end = await dispatcher.RunAsync(GraphSketch.Chain(2));
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal(large.Length, (await dispatcher.Client.GetNodeOutputAsync(end.DispatchId, 0))!.Body.Length);
        Assert.Equal(large, (await dispatcher.Client.GetNodeStreamAsync(end.DispatchId, 1, OutputStream.Stdout)).ToArray());
    }

    private sealed class PoisonedList : IReadOnlyList<FailureKind>
    {
        public int Count => throw new InvalidOperationException("poisoned");

        public FailureKind this[int index] => throw new InvalidOperationException("poisoned");

        public IEnumerator<FailureKind> GetEnumerator() => throw new InvalidOperationException("poisoned");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
