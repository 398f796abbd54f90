using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Server.Operations;

namespace Covalent.Server.Live;

/// <summary>Listens to the engine, for the live views and for the metrics.</summary>
internal sealed class EngineMonitor(TimeProvider clock) : IEngineObserver
{
    public ServerFeed Feed { get; } = new(clock);

    public LiveOutput Output { get; } = new();

    public ServerMetrics Metrics { get; } = new();

    /// <summary>Where spans go; null where nobody wants them.</summary>
    public SpanExporter? Spans { get; set; }

    public void DispatchChanged(DispatchStatusChanged change, string name)
    {
        Feed.Add(change);
        Metrics.DispatchChanged(change.Status);
    }

    public void NodeEnded(string dispatchId, int node, Status status)
    {
        Output.Forget(dispatchId, node);
        Metrics.NodeEnded(status);
    }

    public void AttemptStarted(string executor) => Metrics.AttemptStarted(executor);

    public void AttemptEnded(string executor, Status status, long ticks) => Metrics.AttemptEnded(executor, status, ticks);

    public void Traced(IReadOnlyList<SpanRecord> spans, string host) => Spans?.Take(spans, host);

    public void Wrote(string dispatchId, int node, OutputStream stream, ReadOnlySpan<byte> utf8) => Output.Add(dispatchId, node, stream, utf8);
}
