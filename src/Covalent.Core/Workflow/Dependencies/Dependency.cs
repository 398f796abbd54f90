using System.Text.Json.Nodes;
using Covalent.Core.Leptons;

namespace Covalent;

/// <summary>Something that must be there on the machine before a task runs: see <see cref="DepsPip"/>, <see cref="DepsBash"/>,
/// <see cref="DepsNuGet"/>, <see cref="DepsModule"/>. Files that it names are read when it is made, and travel with the task.</summary>
public abstract record Dependency
{
    private protected Dependency()
    {
    }

    internal abstract string Kind { get; }

    internal IReadOnlyList<LeptonFile> Contents { get; private protected init; } = [];

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind };
        Write(json);
        if (Contents.Count > 0)
        {
            json["files"] = new JsonArray([.. Contents.Select(file => (JsonNode)new JsonObject { ["name"] = file.Name, ["content"] = Convert.ToBase64String(file.Content) })]);
        }

        return json;
    }

    internal static Dependency FromJson(JsonObject json)
    {
        LeptonFile[] files = json["files"] is JsonArray some ? [.. some.Select(file => new LeptonFile((string)file!["name"]!, Convert.FromBase64String((string)file["content"]!)))] : [];
        return (string?)json["kind"] switch
        {
            DepsPip.KindName => DepsPip.Read(json, files),
            DepsBash.KindName => DepsBash.Read(json),
            DepsNuGet.KindName => DepsNuGet.Read(json, files),
            DepsModule.KindName => DepsModule.Read(files),
            var other => throw new CovalentException($"A dependency of kind '{other}' is not known to this version. Dispatch from the version that runs it."),
        };
    }

    private protected abstract void Write(JsonObject json);

    private protected static string[] Texts(JsonNode? array) => array is JsonArray items ? [.. items.Select(item => (string)item!)] : [];

    private protected static JsonArray Json(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
