using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>What a lepton's template says in place of a travelling expression: one JSON object. Slot 0 holds the files that travel; the further
/// slots are the arguments, in order.</summary>
internal sealed record LeptonDescription
{
    private const int Version = 1;

    /// <summary>What is called, in the language's own words: a module, a command, a library.</summary>
    public required string Source { get; init; }

    /// <summary>Function within it; empty for shell commands.</summary>
    public string Function { get; init; } = "";

    /// <summary>Names of the arguments; null for positional ones.</summary>
    public IReadOnlyList<string?> Names { get; init; } = [];

    /// <summary>Further facts of the language.</summary>
    public JsonObject Facts { get; init; } = [];

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["version"] = Version,
        ["source"] = Source,
        ["function"] = Function,
        ["names"] = new JsonArray([.. Names.Select(name => (JsonNode?)name)]),
        ["facts"] = Facts.DeepClone(),
    }.ToJsonString());

    public static LeptonDescription Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var json = JsonNode.Parse(bytes.Span)!.AsObject();
            return (int)json["version"]! == Version
                ? new LeptonDescription
                {
                    Source = (string)json["source"]!,
                    Function = (string)json["function"]!,
                    Names = [.. json["names"]!.AsArray().Select(name => (string?)name)],
                    Facts = json["facts"]!.DeepClone().AsObject(),
                }
                : throw new LeptonException($"The task is described in form {json["version"]}, and this worker ({CovalentVersion.Text}) knows form {Version}. Dispatch it again.");
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new LeptonException("The description of a task in another language is damaged. Dispatch the workflow again.", e);
        }
    }
}
