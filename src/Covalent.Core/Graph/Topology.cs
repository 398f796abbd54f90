namespace Covalent.Core.Graph;

/// <summary>Orders and neighbourhoods of a graph; each is linear in nodes and edges.</summary>
internal static class Topology
{
    /// <summary>Nodes that wait for nothing.</summary>
    public static IEnumerable<int> Roots(TransportGraph graph)
    {
        for (var node = 0; node < graph.NodeCount; node++)
        {
            if (graph.ParentsOf(node).IsEmpty)
            {
                yield return node;
            }
        }
    }

    /// <summary>Every node after all its parents; ties in id order.</summary>
    public static int[] Order(TransportGraph graph)
    {
        var pending = new int[graph.NodeCount];
        var order = new int[graph.NodeCount];
        var end = 0;
        for (var node = 0; node < pending.Length; node++)
        {
            pending[node] = graph.ParentsOf(node).Length;
            if (pending[node] == 0)
            {
                order[end++] = node;
            }
        }

        for (var next = 0; next < end; next++)
        {
            foreach (var child in graph.ChildrenOf(order[next]))
            {
                if (--pending[child] == 0)
                {
                    order[end++] = child;
                }
            }
        }

        return order;
    }

    /// <summary>Length of the longest path from a root to each node: the layer it is drawn in.</summary>
    public static int[] Layers(TransportGraph graph)
    {
        var layers = new int[graph.NodeCount];
        foreach (var node in Order(graph))
        {
            foreach (var child in graph.ChildrenOf(node))
            {
                layers[child] = Math.Max(layers[child], layers[node] + 1);
            }
        }

        return layers;
    }

    /// <summary>Everything that can only run after the given nodes, without them.</summary>
    public static HashSet<int> Descendants(TransportGraph graph, IEnumerable<int> nodes)
    {
        var seen = new HashSet<int>();
        var next = new Stack<int>(nodes);
        while (next.TryPop(out var node))
        {
            foreach (var child in graph.ChildrenOf(node))
            {
                if (seen.Add(child))
                {
                    next.Push(child);
                }
            }
        }

        return seen;
    }
}
