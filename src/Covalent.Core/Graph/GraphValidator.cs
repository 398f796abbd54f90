namespace Covalent.Core.Graph;

/// <summary>Refuses graphs that could never finish.</summary>
internal static class GraphValidator
{
    /// <summary>Throws when waiting edges close a cycle, naming the nodes on it.</summary>
    public static void ThrowOnCycle(TransportGraph graph)
    {
        var pending = new int[graph.NodeCount];
        var ready = new Queue<int>();
        for (var node = 0; node < pending.Length; node++)
        {
            pending[node] = graph.ParentsOf(node).Length;
            if (pending[node] == 0)
            {
                ready.Enqueue(node);
            }
        }

        var left = graph.NodeCount;
        while (ready.TryDequeue(out var node))
        {
            left--;
            foreach (var child in graph.ChildrenOf(node))
            {
                if (--pending[child] == 0)
                {
                    ready.Enqueue(child);
                }
            }
        }

        if (left > 0)
        {
            throw new WorkflowBuildException($"The lattice can never finish: {Describe(graph, pending)} wait for each other. Remove one of the Wait calls.");
        }
    }

    private static string Describe(TransportGraph graph, int[] pending)
    {
        var onCycle = FindCycle(graph, pending);
        var names = onCycle.Take(8).Select(node => $"node {node} ('{graph.NameOf(node)}')");
        return string.Join(" → ", names) + (onCycle.Count > 8 ? " → …" : "");
    }

    // Every node left over has a parent left over, so walking parents must come back to a node already seen.
    private static List<int> FindCycle(TransportGraph graph, int[] pending)
    {
        var walk = new List<int>();
        var place = new Dictionary<int, int>();
        var node = Array.FindIndex(pending, count => count > 0);
        while (place.TryAdd(node, walk.Count))
        {
            walk.Add(node);
            node = FirstBlockedParent(graph, pending, node);
        }

        return walk[place[node]..];
    }

    private static int FirstBlockedParent(TransportGraph graph, int[] pending, int node)
    {
        foreach (var parent in graph.ParentsOf(node))
        {
            if (pending[parent] > 0)
            {
                return parent;
            }
        }

        throw new InvalidOperationException($"Node {node} counts a parent that is not there.");
    }
}
