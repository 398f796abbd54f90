using System.Text.Json.Nodes;
using Covalent.Core.Files;
using Covalent.Core.Graph;

namespace Covalent;

/// <summary>A file that is brought to a task before it runs, or away afterwards, by the machine where the task runs.</summary>
/// <remarks>Places are paths (relative ones lie under the task's work folder) or addresses: <c>http</c>, <c>https</c>, <c>ssh</c> and <c>rsync</c>
/// (<c>ssh://user@host/path</c>), <c>s3</c>, <c>gs</c>, <c>blob</c> (<c>blob://account/container/name</c>), and whatever an <see cref="IFileStrategy"/> is
/// registered for. The task's function sees the local paths in its parameter <c>files</c>.</remarks>
public sealed record FileTransfer
{
    private FileTransfer(string? from, string? to, FileOrder order)
    {
        From = from;
        To = to;
        Order = order;
    }

    /// <summary>Where it is. Null: a new file in the temporary folder, for the task to write.</summary>
    public string? From { get; }

    /// <summary>Where it goes. Null: a new file in the temporary folder, for the task to read.</summary>
    public string? To { get; }

    /// <summary>Before or after the task.</summary>
    public FileOrder Order { get; }

    /// <summary>What the contents must hash to, SHA-256 in hexadecimal. Null: not checked.</summary>
    public string? Sha256 { get; init; }

    /// <summary>A class that moves the file, derived from <see cref="IFileStrategy"/>, with a constructor without parameters. Null: the one of the scheme.</summary>
    public Type? Strategy { get; init; }

    /// <summary>Brings a file before the task.</summary>
    /// <param name="from">Path or address.</param>
    /// <param name="to">Path. Null: a new temporary file.</param>
    /// <exception cref="WorkflowBuildException">Both are remote.</exception>
    public static FileTransfer FromRemote(string from, string? to = null) => Make(from, to, FileOrder.Before);

    /// <summary>Takes a file away after the task.</summary>
    /// <param name="from">Path. Null: a new temporary file, for the task to write.</param>
    /// <param name="to">Path or address.</param>
    /// <exception cref="WorkflowBuildException">Both are remote.</exception>
    public static FileTransfer ToRemote(string? from, string to) => Make(from, to, FileOrder.After);

    /// <summary>Copies between any two places of which one at least is local.</summary>
    /// <exception cref="WorkflowBuildException">Both are remote.</exception>
    public static FileTransfer Copy(string? from, string? to, FileOrder order) => Make(from, to, order);

    internal JsonObject ToJson() => new()
    {
        ["from"] = From,
        ["to"] = To,
        ["order"] = Order == FileOrder.Before ? "before" : "after",
        ["sha256"] = Sha256,
        ["strategy"] = Strategy is null ? null : TypeReference.Format(Strategy),
    };

    internal static FileTransfer FromJson(JsonObject json) =>
        new((string?)json["from"], (string?)json["to"], (string?)json["order"] == "after" ? FileOrder.After : FileOrder.Before)
        {
            Sha256 = (string?)json["sha256"],
            Strategy = (string?)json["strategy"] is { } strategy ? TypeReference.Resolve(strategy) : null,
        };

    private static FileTransfer Make(string? from, string? to, FileOrder order)
    {
        var (source, target) = (FileLocation.Parse(from), FileLocation.Parse(to));
        return source.IsRemote && target.IsRemote
            ? throw new WorkflowBuildException($"A transfer from '{from}' to '{to}' goes from one remote place to another. Make it two transfers through a local file: FromRemote, then ToRemote.")
            : new FileTransfer(from, to, order);
    }
}

/// <summary>When a file is transferred.</summary>
public enum FileOrder
{
    /// <summary>Before the task runs.</summary>
    Before,

    /// <summary>After it has completed.</summary>
    After,
}

/// <summary>Where the file of one transfer is on the machine of the task, and where it comes from or goes to.</summary>
/// <param name="Source">Path or address.</param>
/// <param name="Destination">Path or address.</param>
public sealed record FilePair(string Source, string Destination);
