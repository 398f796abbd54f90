namespace Covalent;

/// <summary>Facts about <see cref="Status"/> values.</summary>
public static class StatusExtensions
{
    private static readonly string[] Words =
    [
        "NEW_OBJECT", "STARTING", "RUNNING", "DISPATCHING", "COMPLETED", "FAILED", "CANCELLED", "PENDING_REUSE", "PENDING_REPLACEMENT",
    ];

    /// <summary>Whether nothing can follow: completed, failed or cancelled.</summary>
    public static bool IsTerminal(this Status status) => status is Status.Completed or Status.Failed or Status.Cancelled;

    /// <summary>The word used in records, logs and the API, such as <c>COMPLETED</c>.</summary>
    public static string ToWord(this Status status) => Words[(int)status];

    /// <summary>Reads a word written by <see cref="ToWord"/>.</summary>
    /// <exception cref="FormatException">The word is not a status.</exception>
    public static Status ParseStatus(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var index = Array.IndexOf(Words, word);
        return index >= 0 ? (Status)index : throw new FormatException($"'{word}' is not a status; expected one of {string.Join(", ", Words)}.");
    }
}
