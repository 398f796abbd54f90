using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Covalent.Core.Execution;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>The description of the API, made from the same table that the server routes by.</summary>
internal static partial class OpenApiDocument
{
    private static readonly Lazy<byte[]> Document = new(static () => JsonSerializer.SerializeToUtf8Bytes(Build(), OpenApiJson.Default.JsonObject));

    public static byte[] Bytes => Document.Value;

    private static JsonObject Build() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Covalent",
            ["version"] = CovalentVersion.Text,
            ["description"] = "Dispatches of workflows: register, start, watch, cancel, redispatch. Errors are problem details (RFC 9457) with a code and a message.",
        },
        ["components"] = Components(),
        ["paths"] = new JsonObject(ApiRoutes.All.GroupBy(route => route.Pattern).Select(path => KeyValuePair.Create(path.Key,
            (JsonNode?)new JsonObject(path.Select(route => KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route))))))),
    };

    private static JsonObject Operation(ApiRoute route)
    {
        var operation = new JsonObject { ["operationId"] = OperationId(route), ["summary"] = route.Summary };
        if (route.Scope != Scope.None)
        {
            operation["description"] = $"Needs the scope {Scopes.ToText(route.Scope)} where tokens are in use.";
            operation["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        }

        operation["parameters"] = Parameters(route);
        if (route.Body.Count > 0)
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(route.Body, route.Call) };
        }

        operation["responses"] = Responses(route);
        return operation;
    }

    private static JsonArray Parameters(ApiRoute route) => new(
    [
        .. PathParameter().Matches(route.Pattern).Select(match => Parameter(match.Groups[1].Value, "path", isNeeded: true, "")),
        .. route.Query.Select(query => Parameter(query.Name, "query", isNeeded: false, query.Meaning)),
        .. route.Headers.Select(header => Parameter(header.Name, "header", header.IsNeeded, header.Meaning)),
    ]);

    private static JsonObject Parameter(string name, string place, bool isNeeded, string meaning)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = isNeeded, ["schema"] = new JsonObject { ["type"] = "string" } };
        if (meaning.Length > 0)
        {
            parameter["description"] = meaning;
        }

        return parameter;
    }

    private static JsonObject Responses(ApiRoute route)
    {
        var responses = new JsonObject();
        foreach (var (status, meaning) in route.Success)
        {
            var response = new JsonObject { ["description"] = meaning };
            if (status != StatusCodes.Status204NoContent && route.Method != "HEAD")
            {
                response["content"] = Content(route.Answer, route.Reply);
            }

            responses[status.ToString(CultureInfo.InvariantCulture)] = response;
        }

        if (route.Scope != Scope.None)
        {
            responses["401"] = Reference("responses/unauthorized");
            responses["403"] = Reference("responses/forbidden");
        }

        responses["default"] = Reference("responses/problem");
        return responses;
    }

    private static JsonObject Content(IReadOnlyList<string> types, ApiSchema? json) => new(types.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject
    {
        ["schema"] = type is "application/json" ? json is null ? new JsonObject { ["type"] = "object" } : Reference($"schemas/{json.Name}")
            : type.StartsWith("text/", StringComparison.Ordinal) ? new JsonObject { ["type"] = "string" }
            : new JsonObject { ["type"] = "string", ["format"] = "binary" },
    })));

    private static JsonObject Components() => new()
    {
        ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
        ["schemas"] = new JsonObject(ApiRoutes.All.SelectMany(route => new[] { route.Call, route.Reply }).OfType<ApiSchema>().Append(ApiSchema.Problem)
            .DistinctBy(schema => schema.Name).OrderBy(schema => schema.Name, StringComparer.Ordinal).Select(schema => KeyValuePair.Create(schema.Name, (JsonNode?)schema.Build()))),
        ["responses"] = new JsonObject
        {
            ["problem"] = Problem("It did not work; detail says why and what to do."),
            ["unauthorized"] = Problem("A token is needed, or the one shown is not valid."),
            ["forbidden"] = Problem("The token's scopes do not allow it, or the page it comes from may not call."),
        },
    };

    private static JsonObject Problem(string meaning) => new()
    {
        ["description"] = meaning,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference($"schemas/{ApiSchema.Problem.Name}") } },
    };

    private static JsonObject Reference(string to) => new() { ["$ref"] = $"#/components/{to}" };

    private static string OperationId(ApiRoute route) =>
        route.Method.ToLowerInvariant() + string.Concat(route.Pattern.Replace(ApiRoutes.Root, "", StringComparison.Ordinal).Split('/', '.', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Trim('{', '}')).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(WriteIndented = true)]
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
internal sealed partial class OpenApiJson : System.Text.Json.Serialization.JsonSerializerContext;
