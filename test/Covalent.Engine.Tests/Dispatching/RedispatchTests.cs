using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class RedispatchTests
{
    [Fact(DisplayName = "Checklist 55: an identical redispatch with reuse runs nothing, and its nodes took no time")]
    [Trait("Checklist", "55")]
    public async Task IdenticalRedispatch_WithReuse_RunsNothing()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var earlier = await dispatcher.RunAsync(GraphSketch.Chain(5));
        var started = dispatcher.Executor.Started.Count;
        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, null, reuse: true);
        Assert.Equal(Status.Completed, again.Status);
        Assert.Equal(earlier.DispatchId, again.RedispatchOf);
        Assert.Equal(started, dispatcher.Executor.Started.Count);
        Assert.Equal(5, (await dispatcher.Client.GetResultAsync(again.DispatchId))!.Decode<int>());
        Assert.All(await dispatcher.Client.GetNodesAsync(again.DispatchId), node => Assert.Equal(node.StartedAt, node.EndedAt));
    }

    [Fact(DisplayName = "Checklist 54: a redispatch without reuse runs everything again")]
    [Trait("Checklist", "54")]
    public async Task Redispatch_WithoutReuse_RunsAll()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var earlier = await dispatcher.RunAsync(GraphSketch.Chain(3));
        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, null, reuse: false);
        Assert.Equal((Status.Completed, 6), (again.Status, dispatcher.Executor.Started.Count));
    }

    [Fact(DisplayName = "Checklist 55: a changed task and its descendants run again, the rest is reused")]
    [Trait("Checklist", "55")]
    public async Task ChangedTask_RunsAgain_WithItsDescendants()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var earlier = await dispatcher.RunAsync(Diamond("left", "right v1"));
        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, Diamond("left", "right v2"), reuse: true);
        Assert.Equal(Status.Completed, again.Status);
        Assert.Equal([2, 3], StartedIn(dispatcher, again.DispatchId));
        var nodes = await dispatcher.Client.GetNodesAsync(again.DispatchId);
        Assert.Equal([0, 0, 1, 1], nodes.Select(node => node.Attempts));
    }

    [Fact(DisplayName = "Checklist 55: results are found wherever their node stands in the new graph")]
    [Trait("Checklist", "55")]
    public async Task MovedTasks_AreReused()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var sketch = new GraphSketch();
        sketch.Coded("b", "b", sketch.Coded("a", "a"));
        var earlier = await dispatcher.RunAsync(sketch.Build());
        var wider = new GraphSketch();
        wider.Coded("new", "new");
        wider.Coded("b", "b", wider.Coded("a", "a"));
        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, wider.Build(), reuse: true);
        Assert.Equal([0], StartedIn(dispatcher, again.DispatchId));
    }

    [Fact(DisplayName = "Checklist 55: equal calls are taken one by one, never one for two")]
    [Trait("Checklist", "55")]
    public async Task EqualCalls_AreReusedOneForOne()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var sketch = new GraphSketch();
        sketch.Coded("dice", "dice");
        sketch.Coded("dice", "dice");
        var earlier = await dispatcher.RunAsync(sketch.Build());
        var more = new GraphSketch();
        for (var i = 0; i < 3; i++)
        {
            more.Coded("dice", "dice");
        }

        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, more.Build(), reuse: true);
        Assert.Equal([2], StartedIn(dispatcher, again.DispatchId));
    }

    [Fact(DisplayName = "Checklist 55: without a code hash only the very same build counts as unchanged")]
    [Trait("Checklist", "55")]
    public async Task UndecidableCode_CountsByBuild()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var earlier = await dispatcher.RunAsync(Build(Guid.Parse("11111111-1111-1111-1111-111111111111")));
        var same = await RedispatchAsync(dispatcher, earlier.DispatchId, Build(Guid.Parse("11111111-1111-1111-1111-111111111111")), reuse: true);
        var other = await RedispatchAsync(dispatcher, earlier.DispatchId, Build(Guid.Parse("22222222-2222-2222-2222-222222222222")), reuse: true);
        Assert.Empty(StartedIn(dispatcher, same.DispatchId));
        Assert.Equal([0], StartedIn(dispatcher, other.DispatchId));

        static TransportGraph Build(Guid build) => WithFunction(function => function with { ModuleVersion = build, CodeHash = null }, ElectronOptions.None);
    }

    [Fact(DisplayName = "Checklist 55: a version given by the author replaces the code")]
    [Trait("Checklist", "55")]
    public async Task Version_ReplacesTheCode()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var earlier = await dispatcher.RunAsync(Build("old code", "1"));
        var same = await RedispatchAsync(dispatcher, earlier.DispatchId, Build("new code", "1"), reuse: true);
        var other = await RedispatchAsync(dispatcher, earlier.DispatchId, Build("old code", "2"), reuse: true);
        Assert.Empty(StartedIn(dispatcher, same.DispatchId));
        Assert.Equal([0], StartedIn(dispatcher, other.DispatchId));

        static TransportGraph Build(string code, string version) => WithFunction(function => function with { CodeHash = code }, new ElectronOptions { Version = version });
    }

    [Fact(DisplayName = "Checklist 56: a redispatch of a failed run with new inputs takes over what completed and did not depend on them")]
    [Trait("Checklist", "56")]
    public async Task FailedRun_WithNewInputs_ReusesTheCompletedPrefix()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = attempt => attempt.NodeId == 3 ? TestDispatcher.Failure() : TestDispatcher.Value(1 + TestDispatcher.Inputs(attempt).Sum());
        var earlier = await dispatcher.RunAsync(WithInput(10));
        Assert.Equal(Status.Failed, earlier.Status);
        dispatcher.Computing();
        var again = await RedispatchAsync(dispatcher, earlier.DispatchId, WithInput(20), reuse: true);
        Assert.Equal(Status.Completed, again.Status);
        Assert.Equal([3], StartedIn(dispatcher, again.DispatchId));
        Assert.Equal(23, (await dispatcher.Client.GetResultAsync(again.DispatchId))!.Decode<int>());

        static TransportGraph WithInput(int value)
        {
            var sketch = new GraphSketch();
            var parameter = sketch.Parameter(TestDispatcher.Encode(value).Bytes.Span);
            var first = sketch.Coded("first", "first");
            var second = sketch.Coded("second", "second", first);
            return sketch.Returns(sketch.Coded("last", "last", parameter, second)).Build();
        }
    }

    [Fact(DisplayName = "Checklist 57: a redispatch without new inputs keeps those of the earlier one")]
    [Trait("Checklist", "57")]
    public async Task Redispatch_WithoutNewInputs_KeepsTheOldOnes()
    {
        await using var dispatcher = new TestDispatcher().Computing();
        var sketch = new GraphSketch();
        var task = sketch.Task("task", sketch.Parameter(TestDispatcher.Encode(5).Bytes.Span), sketch.Parameter(TestDispatcher.Encode(101).Bytes.Span));
        var lattice = new LatticeInfo("keeps") { Inputs = [new LatticeInput("x", "System.Int32", 0, null), new LatticeInput("y", "System.Int32", 1, null)] };
        var id = await dispatcher.SubmitAsync(sketch.Returns(task).Build(), request => request with { Lattice = lattice });
        await dispatcher.Client.WaitAsync(id);
        var again = await RedispatchAsync(dispatcher, id, null, reuse: false);
        Assert.Equal(107, (await dispatcher.Client.GetResultAsync(again.DispatchId))!.Decode<int>());
        var kept = await dispatcher.Client.GetLatticeAsync(again.DispatchId);
        Assert.Equal(["x", "y"], kept.Inputs.Select(input => input.Name));
    }

    [Fact]
    public async Task Redispatch_OfARunningDispatch_TakesWhatIsThere()
    {
        await using var dispatcher = new TestDispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Chain(3));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        await dispatcher.Driver.NextAsync();
        dispatcher.Computing();
        var again = await RedispatchAsync(dispatcher, id, null, reuse: true);
        Assert.Equal([1, 2], StartedIn(dispatcher, again.DispatchId));
    }

    private static async Task<DispatchSnapshot> RedispatchAsync(TestDispatcher dispatcher, string id, TransportGraph? graph, bool reuse)
    {
        var request = new RedispatchRequest { DispatchId = id, NewDispatchId = Guid.CreateVersion7().ToString(), Graph = graph, ReusePreviousResults = reuse };
        return await dispatcher.Client.WaitAsync(await dispatcher.Client.RedispatchAsync(request));
    }

    private static int[] StartedIn(TestDispatcher dispatcher, string id) =>
        [.. dispatcher.Executor.Started.Where(name => name.StartsWith(id, StringComparison.Ordinal)).Select(name => int.Parse(name.Split('/', '#')[1])).Order()];

    private static TransportGraph Diamond(string left, string right)
    {
        var sketch = new GraphSketch();
        var top = sketch.Coded("top", "top");
        return sketch.Returns(sketch.Coded("bottom", "bottom", sketch.Coded("left", left, top), sketch.Coded("right", right, top))).Build();
    }

    private static TransportGraph WithFunction(Func<FunctionReference, FunctionReference> change, ElectronOptions options)
    {
        var parts = GraphSketch.Wide(1, options).ToParts();
        var template = parts.Templates[0];
        return new TransportGraph(parts with { Templates = [template with { Function = change(template.Function!) }] });
    }
}
