using System.Text.Json.Nodes;

namespace Covalent.Server.Api;

/// <summary>JSON form of what is known of a lattice. Structural inputs are payloads in base64.</summary>
internal static class LatticeJson
{
    public static JsonObject Write(LatticeInfo lattice) => new()
    {
        ["name"] = lattice.Name,
        ["description"] = lattice.Description,
        ["inputs"] = new JsonArray([.. lattice.Inputs.Select(input => (JsonNode)new JsonObject
        {
            ["name"] = input.Name,
            ["type"] = input.Type,
            ["node"] = input.Node,
            ["value"] = input.Value is { } value ? Convert.ToBase64String(value.ToArray()) : null,
            ["preview"] = input.Value?.Preview,
        })]),
        ["function"] = lattice.Function is { } function ? $"{function.DeclaringType}.{function.Method}" : null,
        ["defaults"] = lattice.Defaults is { Length: > 0 } defaults ? JsonNode.Parse(defaults) : null,
    };

    public static LatticeInfo Read(JsonObject json) => new((string?)json["name"] ?? throw new BadRequestException("The lattice has no name."))
    {
        Description = (string?)json["description"],
        Inputs = json["inputs"] is JsonArray inputs ? [.. inputs.Select(input => ReadInput(input!.AsObject()))] : [],
        Defaults = json["defaults"]?.ToJsonString(),
    };

    private static LatticeInput ReadInput(JsonObject json) => new(
        (string?)json["name"] ?? "",
        (string?)json["type"] ?? "",
        (int?)json["node"],
        (string?)json["value"] is { } value ? Payload.FromBytes(Convert.FromBase64String(value)) : null);
}
