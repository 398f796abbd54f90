using System.Text.Json.Nodes;
using Covalent.Core.Triggers;

namespace Covalent;

/// <summary>Fires when files in a folder appear, change, go, or move. The folder is the server's.</summary>
/// <remarks>The server remembers what it has seen there, so that changes made while it was down are noticed when it is back, and a change that was
/// told is not told again. It looks when the operating system notifies it, and at every <see cref="PollInterval"/>, which works on network folders too.</remarks>
/// <param name="Path">Absolute path of the folder; it need not exist yet.</param>
public sealed record DirTrigger(string Path) : Trigger
{
    /// <inheritdoc />
    public override string Kind => "dir";

    /// <summary>Which events count. Default: <see cref="DirEvents.Created"/>.</summary>
    public DirEvents Events { get; init; } = DirEvents.Created;

    /// <summary>Fires when this many events have come together. Default: 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Watches the folders below too. Default: false.</summary>
    public bool Recursive { get; init; }

    /// <summary>Names that count, with <c>*</c> and <c>?</c>. Default: all.</summary>
    public string Pattern { get; init; } = "*";

    /// <summary>Longest time between two looks. Default: 1 second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    private protected override IEnumerable<string> Problems() => base.Problems().Concat(OwnProblems());

    private protected override void Write(JsonObject json)
    {
        json["path"] = Path;
        json["events"] = new JsonArray([.. DirEventWords.Of(Events).Select(word => (JsonNode)word)]);
        json["batch_size"] = BatchSize;
        json["recursive"] = Recursive;
        json["pattern"] = Pattern;
        json["poll_seconds"] = PollInterval.TotalSeconds;
    }

    private IEnumerable<string> OwnProblems()
    {
        if (!System.IO.Path.IsPathFullyQualified(Path))
        {
            yield return $"Path is '{Path}'; give an absolute path, since the server has another working folder.";
        }

        if (Events == DirEvents.None)
        {
            yield return "Events names none; use created, modified, deleted or moved.";
        }

        if (BatchSize is < 1 or > 10_000)
        {
            yield return $"BatchSize is {BatchSize}; use 1 to 10000.";
        }

        if (PollInterval < TimeSpan.FromMilliseconds(50))
        {
            yield return $"PollInterval is {PollInterval}; use at least 50 ms.";
        }

        if (Pattern.Length == 0)
        {
            yield return "Pattern is empty; use * for all names.";
        }
    }
}

/// <summary>What can happen to files in a folder.</summary>
[Flags]
public enum DirEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A file is there that was not.</summary>
    Created = 1,

    /// <summary>A file has another size or time of writing.</summary>
    Modified = 2,

    /// <summary>A file is gone.</summary>
    Deleted = 4,

    /// <summary>A file has another name: one went and an equal one (size, time of writing) came.</summary>
    Moved = 8,
}
