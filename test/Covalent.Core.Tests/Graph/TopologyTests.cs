using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Graph;

public sealed class TopologyTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Order_OfARandomGraph_PutsEveryNodeAfterItsParents(int seed)
    {
        var graph = SampleGraphs.Random(seed, 500);
        var order = Topology.Order(graph);
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        Assert.Equal(Enumerable.Range(0, 500), order.Order());
        for (var node = 0; node < 500; node++)
        {
            Assert.All(graph.ParentsOf(node).ToArray(), parent => Assert.True(place[parent] < place[node]));
        }
    }

    [Fact]
    public void Layers_OfADiamond_AreLongestPaths()
    {
        var builder = new GraphBuilder();
        var t = builder.AddTemplate(new TaskTemplate { Name = "T", Kind = NodeKind.Task });
        var top = builder.AddNode(t, [], []);
        var left = builder.AddNode(t, [], [top]);
        var right = builder.AddNode(t, [], [left]);
        builder.AddNode(t, [], [top, right]);
        var graph = builder.Build(GraphOutput.None);
        Assert.Equal([0, 1, 2, 3], Topology.Layers(graph));
        Assert.Equal([0], Topology.Roots(graph));
        Assert.Equal([2, 3], Topology.Descendants(graph, [left]).Order());
    }
}
