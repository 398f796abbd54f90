using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Leptons;

/// <summary>Writes the folder that <c>runner.py</c> works on: the request, the arguments' large parts, the code that
/// travelled. Who starts an interpreter for it adds the runner.</summary>
internal static class PythonFolder
{
    public const string Request = "request.json";
    public const string Response = "response.json";
    public const string Runner = "runner.py";
    public const string Code = "code";
    public const int Version = 1;

    /// <summary>Writes everything that a call needs.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="template">The task's template, whose language is Python.</param>
    /// <param name="slots">The node's slot block.</param>
    /// <param name="shared">The graph's shared constants.</param>
    /// <param name="values">Outputs of the nodes that the slots name.</param>
    /// <exception cref="CovalentException">An argument cannot be read.</exception>
    public static void Write(string folder, TaskTemplate template, ReadOnlySpan<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values)
    {
        var description = LeptonDescription.Read(template.Expression);
        var reader = new SlotReader(slots, shared);
        var files = ValueCodec.For<LeptonFile[]>().DecodeValue(reader.Constant());
        LeptonFile.Unpack([.. files, .. TaskPreparation.Current?.Files ?? []], Path.Combine(folder, Code));
        using var file = new FileStream(Path.Combine(folder, Request), FileMode.Create, FileAccess.Write);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("format", "covalent/lepton");
        json.WriteNumber("version", Version);
        json.WriteString("source", description.Source);
        json.WriteString("title", template.Function!.Assembly);
        json.WriteBoolean("is_file", (bool?)description.Facts["is_file"] ?? false);
        json.WriteString("function", description.Function);
        json.WriteStartArray("path");
        json.WriteStringValue(Code);
        json.WriteEndArray();
        json.WriteStartArray("arguments");
        var blobs = new BlobFolder(folder);
        for (var i = 0; i < description.Names.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", description.Names[i]);
            json.WritePropertyName("value");
            ForeignSlot.Write(json, template.Slots[i + 1], ref reader, values, blobs);
            json.WriteEndObject();
        }

        foreach (var (name, given) in TaskPreparation.Current?.ByName() ?? [])
        {
            WriteInjected(json, name, given, blobs);
        }

        json.WriteEndArray();
        json.WritePropertyName("want");
        Want(template).WriteTo(json);
        json.WriteEndObject();
    }

    public static JsonObject Want(TaskTemplate template) => template.ResultType.Length == 0
        ? new JsonObject { ["kind"] = "nothing" }
        : ForeignShape.Of(TypeReference.Resolve(template.ResultType)).Want();

    // Where a hook's value has the name of an argument it takes its place; files go only to functions that ask for them.
    private static void WriteInjected(Utf8JsonWriter json, string name, IReadOnlyList<InjectedValue> given, BlobFolder blobs)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteBoolean(name == DepsCall.Reserved ? "optional" : "injected", true);
        json.WritePropertyName("value");
        if (given is [var single] && name == DepsCall.Reserved)
        {
            var pairs = ((List<FilePair>)single.Value!).ConvertAll(pair => (pair.Source, pair.Destination));
            ForeignShape.Of(pairs.GetType()).Write(json, pairs, blobs);
        }
        else if (given is [var one])
        {
            ForeignShape.Of(one.Type).Write(json, one.Value, blobs);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("kind", "list");
            json.WriteStartArray("items");
            foreach (var item in given)
            {
                ForeignShape.Of(item.Type).Write(json, item.Value, blobs);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
