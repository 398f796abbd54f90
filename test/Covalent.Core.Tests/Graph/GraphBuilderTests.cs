using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Graph;

public sealed class GraphBuilderTests
{
    private static readonly TaskTemplate Template = new() { Name = "Step", Kind = NodeKind.Task };

    [Fact]
    public void Build_WithWaitsInACircle_NamesTheNodesOnIt()
    {
        var builder = new GraphBuilder();
        var template = builder.AddTemplate(Template);
        var first = builder.AddNode(template, [], []);
        var second = builder.AddNode(template, [], [first]);
        builder.AddNode(template, [], []);
        builder.AddWait(first, second);

        var error = Assert.Throws<WorkflowBuildException>(() => builder.Build(GraphOutput.None));

        Assert.Contains("node 0 ('Step')", error.Message);
        Assert.Contains("node 1 ('Step')", error.Message);
        Assert.DoesNotContain("node 2", error.Message);
    }

    [Fact]
    public void AddNode_WithAnUnknownParent_IsRefused()
    {
        var builder = new GraphBuilder();
        var template = builder.AddTemplate(Template);
        var error = Assert.Throws<WorkflowBuildException>(() => builder.AddNode(template, [], [3]));
        Assert.Contains("node 3, which does not exist", error.Message);
    }

    [Fact]
    [Trait("Checklist", "5")]
    public void AddNode_WithTheSameParentTwice_KeepsBothEdges()
    {
        var builder = new GraphBuilder();
        var template = builder.AddTemplate(Template);
        var parent = builder.AddNode(template, [], []);
        var child = builder.AddNode(template, [], [parent, parent]);
        var graph = builder.Build(GraphOutput.None);
        Assert.Equal([parent, parent], graph.ParentsOf(child).ToArray());
        Assert.Equal([child, child], graph.ChildrenOf(parent).ToArray());
    }

    [Fact]
    [Trait("Checklist", "9")]
    public void AddWait_AddsAnOrderingEdgeAfterTheDataEdges()
    {
        var builder = new GraphBuilder();
        var template = builder.AddTemplate(Template);
        var a = builder.AddNode(template, [], []);
        var b = builder.AddNode(template, [], []);
        var c = builder.AddNode(template, [], [b]);
        builder.AddWait(c, a);
        var graph = builder.Build(GraphOutput.None);
        Assert.Equal([b, a], graph.ParentsOf(c).ToArray());
        Assert.Equal([0, 1, 2], graph.TopologicalOrder());
    }
}
