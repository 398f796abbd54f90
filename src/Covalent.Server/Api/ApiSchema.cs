using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>The shape of some JSON, for the API's description: that of a type, or one told by its members.</summary>
/// <param name="Name">Name among the document's schemas.</param>
/// <param name="Build">Makes the JSON schema.</param>
internal sealed record ApiSchema(string Name, Func<JsonNode> Build)
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Explain };

    public static ApiSchema Problem { get; } = Of(WireJson.Default.Problem);

    /// <summary>That of a type, taken from what writes and reads it.</summary>
    public static ApiSchema Of(JsonTypeInfo type) => new(NameOf(type.Type), () => type.GetJsonSchemaAsNode(Options));

    /// <summary>An object with members of these JSON types; a question mark after the type allows null.</summary>
    public static ApiSchema Object(string name, params (string Name, string Type)[] members) => new(name, () => new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)TypeOf(member.Type)))),
    });

    private static JsonObject TypeOf(string type) => type.EndsWith('?')
        ? new JsonObject { ["type"] = new JsonArray(type[..^1], "null") }
        : new JsonObject { ["type"] = type };

    private static string NameOf(Type type) => type.IsGenericType ? NameOf(type.GetGenericArguments()[0]) + "List" : type.Name;

    // What has a converter of its own says nothing of itself.
    private static JsonNode Explain(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        return type == typeof(Status) ? new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetValues<Status>().Select(status => (JsonNode)status.ToWord())]) }
            : type == typeof(FailureInfo) || typeof(Trigger).IsAssignableFrom(type) || type == typeof(JsonElement) ? new JsonObject { ["type"] = "object" }
            : schema;
    }
}
