namespace Covalent.Engine.Storage;

/// <summary>Everything one pass of the engine wants to be durable together. Reused from pass to pass.</summary>
internal sealed class WriteBatch
{
    public List<DispatchRegistration> Registrations { get; } = [];

    public List<DispatchChange> Changes { get; } = [];

    /// <summary>Attempts about to be handed over.</summary>
    public List<NodeStart> Starts { get; } = [];

    /// <summary>Nodes that ended, and sublattice nodes that now wait for their child.</summary>
    public List<NodeEnd> Ends { get; } = [];

    /// <summary>Attempts that failed and will be followed by another.</summary>
    public List<NodeEnd> FailedAttempts { get; } = [];

    /// <summary>Nodes that were cancelled before they ever started.</summary>
    public List<(DispatchKey Dispatch, int Node)> Withdrawn { get; } = [];

    /// <summary>Cancel requests: a node, or -1 for the whole dispatch.</summary>
    public List<(DispatchKey Dispatch, int Node)> CancelRequests { get; } = [];

    public List<HandleEntry> Handles { get; } = [];

    public List<CacheEntry> CacheEntries { get; } = [];

    /// <summary>Cancel requests of other processes that have been taken over into <see cref="CancelRequests"/>.</summary>
    public List<long> AnsweredRequests { get; } = [];

    /// <summary>UTC ticks of the pass.</summary>
    public long At { get; set; }

    public bool IsEmpty => Registrations.Count + Changes.Count + Starts.Count + Ends.Count + FailedAttempts.Count + Withdrawn.Count
        + CancelRequests.Count + Handles.Count + CacheEntries.Count + AnsweredRequests.Count == 0;

    public void Clear()
    {
        Registrations.Clear();
        Changes.Clear();
        Starts.Clear();
        Ends.Clear();
        FailedAttempts.Clear();
        Withdrawn.Clear();
        CancelRequests.Clear();
        Handles.Clear();
        CacheEntries.Clear();
        AnsweredRequests.Clear();
    }
}

/// <summary>A driver's handle for a job.</summary>
internal readonly record struct HandleEntry(DispatchKey Dispatch, int Node, int Attempt, string Json);

/// <summary>A finished node that equal calls of other dispatches may take their result from.</summary>
internal readonly record struct CacheEntry(byte[] Key, DispatchKey Dispatch, int Node);
