namespace Covalent.Engine.Dispatching;

/// <summary>Ready nodes, higher priority first, equal ones in the order in which they came.</summary>
internal sealed class NodeQueue
{
    private readonly List<(int Priority, Queue<int> Nodes)> _bands = [];

    public int Count { get; private set; }

    public void Enqueue(int node, int priority)
    {
        var i = 0;
        while (i < _bands.Count && _bands[i].Priority > priority)
        {
            i++;
        }

        if (i == _bands.Count || _bands[i].Priority != priority)
        {
            _bands.Insert(i, (priority, new Queue<int>()));
        }

        _bands[i].Nodes.Enqueue(node);
        Count++;
    }

    public int Dequeue()
    {
        foreach (var (_, nodes) in _bands)
        {
            if (nodes.TryDequeue(out var node))
            {
                Count--;
                return node;
            }
        }

        throw new InvalidOperationException("No node is queued.");
    }
}
