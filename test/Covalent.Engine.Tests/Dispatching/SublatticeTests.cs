using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class SublatticeTests
{
    [Fact(DisplayName = "Checklist 32: a sublattice's result is its node's, and the outcome appears on the parent")]
    [Trait("Checklist", "32")]
    public async Task Sublattice_GivesItsResultToTheParentNode()
    {
        await using var dispatcher = new TestDispatcher().Computing(_ => GraphSketch.Chain(3));
        var sketch = new GraphSketch();
        var sublattice = sketch.Sublattice("child");
        var after = sketch.Task("after", sublattice);
        var end = await dispatcher.RunAsync(sketch.Returns(after).Build());
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal(4, (await dispatcher.Client.GetResultAsync(end.DispatchId))!.Decode<int>());
        var node = (await dispatcher.Client.GetNodesAsync(end.DispatchId))[sublattice];
        Assert.Equal(ChildId.Of(end.DispatchId, sublattice), node.ChildDispatchId);
        var child = await dispatcher.Client.GetAsync(node.ChildDispatchId!);
        Assert.Equal((Status.Completed, end.DispatchId, "child"), (child.Status, child.RootDispatchId, child.Name));
        Assert.Equal(new ParentLink(end.DispatchId, sublattice, end.DispatchId), child.Parent);
        Assert.Equal(3, (await dispatcher.Client.GetResultAsync(child.DispatchId))!.Decode<int>());
    }

    [Fact(DisplayName = "Checklist 32: sublattices nest")]
    [Trait("Checklist", "32")]
    public async Task Sublattices_Nest()
    {
        await using var dispatcher = new TestDispatcher();
        var sketch = new GraphSketch();
        var outer = sketch.Sublattice("level 3");
        dispatcher.Computing(attempt => attempt.Template.Name == "level 1" ? GraphSketch.Chain(2) : Level(attempt.Template.Name[^1] - '1'));
        var end = await dispatcher.RunAsync(sketch.Returns(outer).Build());
        Assert.Equal((Status.Completed, 2), (end.Status, (await dispatcher.Client.GetResultAsync(end.DispatchId))!.Decode<int>()));
        var all = await dispatcher.Client.ListAsync(new DispatchQuery { IncludeSublattices = true });
        Assert.Equal(4, all.Total);
        Assert.All(all.Dispatches, dispatch => Assert.Equal(end.DispatchId, dispatch.RootDispatchId));

        static TransportGraph Level(int level)
        {
            var inner = new GraphSketch();
            return inner.Returns(inner.Sublattice($"level {level}")).Build();
        }
    }

    [Fact(DisplayName = "Checklist 31: a sublattice that returns a list gives it to the parent node")]
    [Trait("Checklist", "31")]
    public async Task Sublattice_MayReturnAComposedValue()
    {
        await using var dispatcher = new TestDispatcher().Computing(_ =>
        {
            var child = new GraphSketch();
            var one = child.Task("one");
            return child.Returns(one, child.Task("two", one)).Build();
        });
        var sketch = new GraphSketch();
        var sublattice = sketch.Sublattice("child");
        var end = await dispatcher.RunAsync(sketch.Returns(sublattice).Build());
        var result = await dispatcher.Client.GetResultAsync(end.DispatchId);
        Assert.Equal([1, 2], result!.Decode<int[]>());
    }

    [Fact(DisplayName = "Checklist 34: a workflow failing in a sublattice fails the parent, with the reason")]
    [Trait("Checklist", "34")]
    public async Task FailingSublattice_FailsTheParent()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice
            ? new TaskOutcome { Status = Status.Completed, Child = GraphSketch.Wide(1) } : TestDispatcher.Failure("out of flour");
        var sketch = new GraphSketch();
        sketch.Task("after", sketch.Sublattice("child"));
        var end = await dispatcher.RunAsync(sketch.Build());
        Assert.Equal(Status.Failed, end.Status);
        var nodes = await dispatcher.Client.GetNodesAsync(end.DispatchId);
        Assert.Equal((Status.Failed, FailureKind.Sublattice), (nodes[0].Status, nodes[0].Failure!.Kind));
        Assert.Contains("out of flour", nodes[0].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(Status.NewObject, nodes[1].Status);
    }

    [Fact]
    public async Task SublatticeWithoutGraph_FailsItsNode()
    {
        await using var dispatcher = new TestDispatcher().Computing(_ => null!);
        var sketch = new GraphSketch();
        sketch.Sublattice("child");
        var end = await dispatcher.RunAsync(sketch.Build());
        Assert.Contains("brought no graph", end.Error!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptySublattice_Completes()
    {
        await using var dispatcher = new TestDispatcher().Computing(_ => new GraphSketch().Build());
        var sketch = new GraphSketch();
        sketch.Sublattice("child");
        Assert.Equal(Status.Completed, (await dispatcher.RunAsync(sketch.Build())).Status);
    }

    [Fact]
    public async Task CancelOfTheRoot_FlowsDown()
    {
        await using var dispatcher = new TestDispatcher();
        dispatcher.Driver.Answer = attempt => attempt.Template.Kind == NodeKind.Sublattice
            ? new TaskOutcome { Status = Status.Completed, Child = GraphSketch.Chain(2) } : null;
        var sketch = new GraphSketch();
        sketch.Sublattice("child");
        var id = await dispatcher.SubmitAsync(sketch.Build());
        await dispatcher.Driver.NextAsync();
        await dispatcher.Client.CancelAsync(id);
        Assert.Equal(Status.Cancelled, (await dispatcher.Client.GetAsync(ChildId.Of(id, 0))).Status);
    }

    [Fact]
    public void ChildId_IsAUuid_TheSameEveryTime_AndNeverTwice()
    {
        var ids = Enumerable.Range(0, 1000).Select(node => ChildId.Of("d", node)).ToList();
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal('8', Guid.Parse(id).ToString()[14]));
        Assert.Equal(ids[3], ChildId.Of("d", 3));
        Assert.NotEqual(ids[3], ChildId.Of("e", 3));
    }
}
