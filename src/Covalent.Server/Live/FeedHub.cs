using System.Collections.Concurrent;

namespace Covalent.Server.Live;

/// <summary>The feeds of all dispatches somebody listens to. A feed outlives its last listener for a while, so that who comes back goes on where
/// it was cut.</summary>
internal sealed class FeedHub : IAsyncDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (DispatchFeed Feed, Task Pump)> _feeds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Func<IDispatcherClient> _dispatcher;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;

    public FeedHub(Func<IDispatcherClient> dispatcher, TimeProvider clock)
    {
        _dispatcher = dispatcher;
        _clock = clock;
        _sweep = clock.CreateTimer(_ => Sweep(), null, Linger, Linger);
    }

    /// <summary>Feeds kept now.</summary>
    public int Count => _feeds.Count;

    public FeedReader Open(string dispatchId, string lastEventId)
    {
        lock (_lock)
        {
            // A feed whose watching failed, as when the engine was opened again, is of no use to who comes back.
            if (!_feeds.TryGetValue(dispatchId, out var entry) || entry.Feed.HasFailed)
            {
                var feed = new DispatchFeed(_clock);
                entry = (feed, feed.PumpAsync(_dispatcher(), dispatchId));
                _feeds[dispatchId] = entry;
            }

            return entry.Feed.Enter(lastEventId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        var feeds = _feeds.Values.ToList();
        feeds.ForEach(entry => entry.Feed.Stop());
        foreach (var (feed, pump) in feeds)
        {
            await pump;
            feed.Dispose();
        }
    }

    private void Sweep()
    {
        lock (_lock)
        {
            foreach (var (id, (feed, _)) in _feeds)
            {
                if (feed.IdleSince is { } since && _clock.GetElapsedTime(since) >= Linger && _feeds.TryRemove(id, out _))
                {
                    feed.Stop();
                }
            }
        }
    }
}
