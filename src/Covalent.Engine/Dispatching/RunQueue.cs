namespace Covalent.Engine.Dispatching;

/// <summary>The ready nodes of one dispatch in one lane.</summary>
/// <param name="run">The dispatch.</param>
/// <param name="share">The share it draws from.</param>
internal sealed class RunQueue(DispatchRun run, RootShare share)
{
    public DispatchRun Run { get; } = run;

    public RootShare Share { get; } = share;

    public NodeQueue Nodes { get; } = new();

    /// <summary>Whether it is in the ring of its share.</summary>
    public bool IsQueued { get; set; }
}

/// <summary>A dispatch and its sublattices compete as one, so that splitting a workflow wins nothing.</summary>
internal sealed class RootShare(PriorityBand band)
{
    public PriorityBand Band { get; } = band;

    public Ring<RunQueue> Queues { get; } = new();
}

/// <summary>Shares of equal priority take turns.</summary>
internal sealed class PriorityBand(int priority)
{
    public int Priority { get; } = priority;

    public Ring<RootShare> Shares { get; } = new();
}
