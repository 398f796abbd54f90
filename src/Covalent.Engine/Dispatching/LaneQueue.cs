namespace Covalent.Engine.Dispatching;

/// <summary>Who is next among the ready nodes of all dispatches that use one executor: the dispatch's priority first, then roots in turn,
/// then a root's dispatches in turn, then the node's priority, then age.</summary>
internal sealed class LaneQueue
{
    private readonly List<PriorityBand> _bands = [];
    private readonly Dictionary<(string Root, int Priority), RootShare> _shares = [];

    public int Count { get; private set; }

    /// <summary>Makes the place where a dispatch queues in this lane.</summary>
    public RunQueue Join(DispatchRun run)
    {
        if (!_shares.TryGetValue((run.RootId, run.Priority), out var share))
        {
            share = new RootShare(BandOf(run.Priority));
            _shares.Add((run.RootId, run.Priority), share);
        }

        return new RunQueue(run, share);
    }

    /// <summary>Forgets a root that has ended.</summary>
    public void Leave(DispatchRun run) => _shares.Remove((run.RootId, run.Priority));

    public void Enqueue(RunQueue queue, int node, int priority)
    {
        queue.Nodes.Enqueue(node, priority);
        Count++;
        if (queue.IsQueued)
        {
            return;
        }

        queue.IsQueued = true;
        if (queue.Share.Queues.IsEmpty)
        {
            queue.Share.Band.Shares.Add(queue.Share);
        }

        queue.Share.Queues.Add(queue);
    }

    /// <summary>Takes the next node that is still ready.</summary>
    public bool TryDequeue(out DispatchRun run, out int node)
    {
        while (Count > 0)
        {
            var band = _bands.Find(static b => !b.Shares.IsEmpty)!;
            (run, node) = Dequeue(band);
            if (run.IsReady(node))
            {
                return true;
            }
        }

        (run, node) = (null!, -1);
        return false;
    }

    private (DispatchRun Run, int Node) Dequeue(PriorityBand band)
    {
        var share = band.Shares.Current;
        var queue = share.Queues.Current;
        var node = queue.Nodes.Dequeue();
        Count--;
        if (queue.Nodes.Count > 0)
        {
            share.Queues.Advance();
        }
        else
        {
            queue.IsQueued = false;
            share.Queues.RemoveCurrent();
        }

        if (share.Queues.IsEmpty)
        {
            band.Shares.RemoveCurrent();
        }
        else
        {
            band.Shares.Advance();
        }

        return (queue.Run, node);
    }

    private PriorityBand BandOf(int priority)
    {
        var i = 0;
        while (i < _bands.Count && _bands[i].Priority > priority)
        {
            i++;
        }

        if (i == _bands.Count || _bands[i].Priority != priority)
        {
            _bands.Insert(i, new PriorityBand(priority));
        }

        return _bands[i];
    }
}
