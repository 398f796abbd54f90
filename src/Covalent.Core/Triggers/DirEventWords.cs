namespace Covalent.Core.Triggers;

/// <summary>The original's words for events of a folder.</summary>
internal static class DirEventWords
{
    private static readonly (string Word, DirEvents Event)[] All =
    [
        ("created", DirEvents.Created), ("modified", DirEvents.Modified), ("deleted", DirEvents.Deleted), ("moved", DirEvents.Moved),
    ];

    public static IEnumerable<string> Of(DirEvents events) => All.Where(pair => events.HasFlag(pair.Event)).Select(pair => pair.Word);

    /// <exception cref="FormatException">An unknown word.</exception>
    public static DirEvents Read(IEnumerable<string> words) => words.Aggregate(DirEvents.None, (events, word) =>
        events | (Array.Find(All, pair => pair.Word == word) is { Word: not null } known
            ? known.Event
            : throw new FormatException($"'{word}' is no event of a folder; use {string.Join(", ", All.Select(pair => pair.Word))}")));
}
