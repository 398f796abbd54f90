namespace Covalent.Server.Live;

/// <summary>An event as it is sent.</summary>
/// <param name="Number">Place in its feed.</param>
/// <param name="Kind">Name of the event.</param>
/// <param name="Json">Its data.</param>
internal readonly record struct FeedEvent(long Number, string Kind, byte[] Json);

/// <summary>What a reader gets at once.</summary>
/// <param name="Events">The events; none when nothing is new.</param>
/// <param name="IsOver">Whether nothing will follow.</param>
internal readonly record struct FeedBatch(IReadOnlyList<FeedEvent> Events, bool IsOver);
