using System.Globalization;

namespace Covalent.Server.Live;

/// <summary>The latest of a sequence of events, for any number of listeners. Bounded, whatever the listeners do: one that falls behind what is kept
/// starts over with the current state.</summary>
internal abstract class Feed(TimeProvider clock)
{
    private const int Kept = 8192;
    private const long KeptBytes = 16L << 20;
    private const int MostAtOnce = 512;
    private const long StartOver = -1;
    private readonly Queue<FeedEvent> _recent = new();
    private readonly string _name = Guid.NewGuid().ToString("N")[..12];
    private TaskCompletionSource _news = NewSignal();
    private long _next;
    private long _bytes;
    private bool _isOver;
    private int _readers;

    /// <summary>When the last listener left, as a timestamp of the clock; null while there is one.</summary>
    public long? IdleSince { get; private set; }

    protected Lock Gate { get; } = new();

    /// <summary>Lets a listener in, after the event it saw last.</summary>
    public FeedReader Enter(string lastEventId)
    {
        lock (Gate)
        {
            _readers++;
            IdleSince = null;
            return new FeedReader(this, PositionAfter(lastEventId));
        }
    }

    public void Leave()
    {
        lock (Gate)
        {
            if (--_readers == 0)
            {
                IdleSince = clock.GetTimestamp();
            }
        }
    }

    public FeedBatch Take(ref long position)
    {
        lock (Gate)
        {
            var oldest = _recent.TryPeek(out var first) ? first.Number : _next;
            if (position == StartOver || position < oldest)
            {
                position = _next;
                var number = _next - 1;
                return new FeedBatch([.. CurrentState().Select(e => new FeedEvent(number, e.Kind, e.Json))], false);
            }

            var from = position;
            List<FeedEvent> events = from == _next ? [] : [.. _recent.Skip((int)(from - oldest)).Take(MostAtOnce)];
            position += events.Count;
            return new FeedBatch(events, _isOver && position == _next);
        }
    }

    public async Task<bool> WaitAsync(long position, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task news;
        lock (Gate)
        {
            if (position != _next || _isOver)
            {
                return true;
            }

            news = _news.Task;
        }

        try
        {
            await news.WaitAsync(patience, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}");

    /// <summary>What a listener without a place needs to know first. Called under the gate.</summary>
    protected abstract IEnumerable<(string Kind, byte[] Json)> CurrentState();

    /// <summary>Adds an event. Called under the gate.</summary>
    protected void Append(string kind, byte[] json)
    {
        _recent.Enqueue(new FeedEvent(_next++, kind, json));
        _bytes += json.Length;
        while (_recent.Count > Kept || (_bytes > KeptBytes && _recent.Count > 1))
        {
            _bytes -= _recent.Dequeue().Json.Length;
        }

        Signal();
    }

    /// <summary>Nothing will follow.</summary>
    protected void Finish()
    {
        lock (Gate)
        {
            _isOver = true;
            Signal();
        }
    }

    private void Signal()
    {
        var news = _news;
        _news = NewSignal();
        news.TrySetResult();
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
