namespace Covalent.Server.Live;

/// <summary>One listener's place in a feed. One that falls behind what is kept starts over with the current state.</summary>
internal sealed class FeedReader(Feed feed, long position) : IDisposable
{
    private long _position = position;

    public FeedBatch Take() => feed.Take(ref _position);

    /// <returns>False when nothing happened within the time.</returns>
    public Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => feed.WaitAsync(_position, patience, cancellationToken);

    public string IdOf(in FeedEvent e) => feed.IdOf(e.Number);

    public void Dispose() => feed.Leave();
}
