using Covalent.Core.Client.Http;

namespace Covalent.Server.Live;

/// <summary>What happens in one dispatch.</summary>
internal sealed class DispatchFeed(TimeProvider clock) : Feed(clock), IDisposable
{
    private readonly SortedDictionary<int, NodeStatusChanged> _nodes = [];
    private readonly CancellationTokenSource _over = new();
    private DispatchStatusChanged? _status;

    /// <summary>Whether following ended before the dispatch did.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Follows a dispatch until it ends.</summary>
    public async Task PumpAsync(IDispatcherClient dispatcher, string dispatchId)
    {
        try
        {
            await foreach (var e in dispatcher.WatchAsync(dispatchId, _over.Token))
            {
                Add(e);
            }
        }
        catch (Exception e) when (e is CovalentException or ObjectDisposedException or OperationCanceledException)
        {
            // Listeners see the end of the stream, come back, and are told then what is wrong.
            HasFailed = true;
        }

        Finish();
    }

    public void Stop() => _over.Cancel();

    public void Dispose() => _over.Dispose();

    // An end goes last, because listeners leave with it.
    protected override IEnumerable<(string Kind, byte[] Json)> CurrentState()
    {
        if (_status is { } running && !running.Status.IsTerminal())
        {
            yield return EventJson.Write(running);
        }

        foreach (var node in _nodes.Values)
        {
            yield return EventJson.Write(node);
        }

        if (_status is { } ended && ended.Status.IsTerminal())
        {
            yield return EventJson.Write(ended);
        }
    }

    private void Add(DispatchEvent e)
    {
        var (kind, json) = EventJson.Write(e);
        lock (Gate)
        {
            switch (e)
            {
                case DispatchStatusChanged status:
                    _status = status;
                    break;
                case NodeStatusChanged node:
                    _nodes[node.NodeId] = node;
                    break;
            }

            Append(kind, json);
        }
    }
}
