using System.Globalization;
using Covalent.Core.Client.Http;

namespace Covalent.Server.Live;

/// <summary>What happens in one dispatch, for any number of listeners: the latest events, and the state they add up to. Bounded, whatever the listeners do.</summary>
internal sealed class DispatchFeed : IDisposable
{
    private const int Kept = 8192;
    private const int MostAtOnce = 512;
    private const long StartOver = -1;
    private readonly Lock _lock = new();
    private readonly Queue<FeedEvent> _recent = new();
    private readonly SortedDictionary<int, NodeStatusChanged> _nodes = [];
    private readonly CancellationTokenSource _over = new();
    private readonly string _name = Guid.NewGuid().ToString("N")[..12];
    private readonly TimeProvider _clock;
    private DispatchStatusChanged? _status;
    private TaskCompletionSource _news = NewSignal();
    private long _next;
    private bool _isOver;
    private int _readers;

    public DispatchFeed(TimeProvider clock) => _clock = clock;

    /// <summary>Whether the dispatch ended or watching it failed.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    /// <summary>When the last listener left, as a timestamp of the clock; null while there is one.</summary>
    public long? IdleSince { get; private set; }

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
        }

        lock (_lock)
        {
            _isOver = true;
            _news.TrySetResult();
        }
    }

    /// <summary>Lets a listener in, after the event it saw last.</summary>
    public FeedReader Enter(string lastEventId)
    {
        lock (_lock)
        {
            _readers++;
            IdleSince = null;
            return new FeedReader(this, PositionAfter(lastEventId));
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_readers == 0)
            {
                IdleSince = _clock.GetTimestamp();
            }
        }
    }

    public FeedBatch Take(ref long position)
    {
        lock (_lock)
        {
            var oldest = _recent.TryPeek(out var first) ? first.Number : _next;
            if (position == StartOver || position < oldest)
            {
                position = _next;
                return new FeedBatch(CurrentState(), false);
            }

            var from = position;
            List<FeedEvent> events = from == _next ? [] : [.. _recent.SkipWhile(e => e.Number < from).Take(MostAtOnce)];
            position += events.Count;
            return new FeedBatch(events, _isOver && position == _next);
        }
    }

    public async Task<bool> WaitAsync(long position, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task news;
        lock (_lock)
        {
            if (position != _next || _isOver)
            {
                return true;
            }

            news = _news.Task;
        }

        try
        {
            await news.WaitAsync(patience, _clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}");

    public void Stop() => _over.Cancel();

    public void Dispose() => _over.Dispose();

    private void Add(DispatchEvent e)
    {
        var (kind, json) = EventJson.Write(e);
        lock (_lock)
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

            _recent.Enqueue(new FeedEvent(_next++, kind, json));
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }

            var news = _news;
            _news = NewSignal();
            news.TrySetResult();
        }
    }

    // An end goes last, because listeners leave with it.
    private List<FeedEvent> CurrentState()
    {
        var state = new List<FeedEvent>(_nodes.Count + 1);
        var number = _next - 1;
        if (_status is { } running && !running.Status.IsTerminal())
        {
            state.Add(Event(number, running));
        }

        state.AddRange(_nodes.Values.Select(node => Event(number, node)));
        if (_status is { } ended && ended.Status.IsTerminal())
        {
            state.Add(Event(number, ended));
        }

        return state;
    }

    private static FeedEvent Event(long number, DispatchEvent e)
    {
        var (kind, json) = EventJson.Write(e);
        return new FeedEvent(number, kind, json);
    }

    private long PositionAfter(string lastEventId)
    {
        var dash = lastEventId.LastIndexOf('-');
        return dash > 0 && lastEventId[..dash] == _name && long.TryParse(lastEventId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _next
            ? number + 1
            : StartOver;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
