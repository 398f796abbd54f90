namespace Covalent.Engine.Diagnostics;

/// <summary>Is told what an engine does, for live views and metrics. Calls come in the order of events, from one thread at a time except
/// <see cref="Wrote"/>; they must return at once and must not throw.</summary>
internal interface IEngineObserver
{
    /// <summary>A dispatch has this status, durably.</summary>
    void DispatchChanged(DispatchStatusChanged change, string name);

    /// <summary>A node will not change any more, durably.</summary>
    void NodeEnded(string dispatchId, int node, Status status);

    /// <summary>An attempt was handed to its executor.</summary>
    void AttemptStarted(string executor);

    /// <summary>An attempt ended.</summary>
    /// <param name="executor">Short name of its executor.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="ticks">How long its code ran.</param>
    void AttemptEnded(string executor, Status status, long ticks);

    /// <summary>A task wrote something. From any thread, in order per stream.</summary>
    void Wrote(string dispatchId, int node, OutputStream stream, ReadOnlySpan<byte> utf8);

    /// <summary>A worker recorded spans.</summary>
    /// <param name="spans">The spans, all of the trace their attempt belongs to.</param>
    /// <param name="host">Machine it ran on; empty for this one.</param>
    void Traced(IReadOnlyList<Covalent.Core.Execution.SpanRecord> spans, string host);
}
