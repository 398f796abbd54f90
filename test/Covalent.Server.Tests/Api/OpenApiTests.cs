using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Bundles;
using Covalent.Server.Api;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

/// <summary>The description of the API: whole, consistent in itself, and true.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonObject Document = JsonNode.Parse(OpenApiDocument.Bytes)!.AsObject();

    public static TheoryData<string> Routes => [.. ApiRoutes.All.Select(route => $"{route.Method} {route.Pattern}")];

    [Theory]
    [MemberData(nameof(Routes))]
    public void Operation_TellsParametersBodiesAnswersAndProblems(string route)
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var operation = Document["paths"]![pattern]![method.ToLowerInvariant()]!.AsObject();
        Assert.NotEmpty((string)operation["summary"]!);
        var declared = operation["parameters"]!.AsArray().Where(parameter => (string)parameter!["in"]! == "path").Select(parameter => (string)parameter!["name"]!);
        Assert.Equal(System.Text.RegularExpressions.Regex.Matches(pattern, @"\{(\w+)\}").Select(match => match.Groups[1].Value), declared);
        var responses = operation["responses"]!.AsObject();
        var successes = responses.Where(response => response.Key[0] == '2').ToList();
        Assert.NotEmpty(successes);
        Assert.All(successes, success => Assert.True(success.Key == "204" || method == "HEAD" || HasSchemas(success.Value!["content"]), $"{success.Key} has no schema"));
        Assert.Equal("#/components/responses/problem", (string)responses["default"]!["$ref"]!);
        Assert.True(operation["requestBody"] is null || HasSchemas(operation["requestBody"]!["content"]));
        Assert.Equal(operation["security"] is not null, responses.ContainsKey("401") && responses.ContainsKey("403"));
    }

    [Fact]
    public void Document_IsConsistentInItself()
    {
        var ids = Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => (string)operation.Value!["operationId"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(References(Document), reference => Assert.NotNull(Resolve(reference)));
        Assert.Equal("string", (string)Document["components"]!["schemas"]!["DispatchSnapshot"]!["properties"]!["status"]!["type"]!);
        Assert.All(new[] { "title", "status", "detail", "code", "is_transient" }, name => Assert.NotNull(Document["components"]!["schemas"]!["Problem"]!["properties"]![name]));
    }

    [Fact]
    public void Manifest_OfABundle_IsDescribedAsItIsWritten()
    {
        var written = JsonNode.Parse(BundleManifestJson.Write(BundleManifestJson.Create("App", "linux-x64", [new("Microsoft.NETCore.App", "10.0.0")], [])))!.AsObject();
        var schema = Document["components"]!["schemas"]!["BundleManifest"]!;
        Assert.Equal(written.Select(member => member.Key).Order(), schema["properties"]!.AsObject().Select(member => member.Key).Order());
        Check("manifest", written, schema);
    }

    [Fact]
    public async Task Answers_AreWhatTheirSchemasSay()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(TestLattices.Hello, "a", "b");
        await server.Client.WaitAsync(id);
        foreach (var pattern in new[] { "/dispatches", "/dispatches/{id}", "/dispatches/{id}/nodes", "/dispatches/{id}/nodes/{node}", "/triggers", "/info", "/executors" })
        {
            var answer = (await server.Http.GetFromJsonAsync<JsonNode>(("/api/v1" + pattern).Replace("{id}", id, StringComparison.Ordinal).Replace("{node}", "0", StringComparison.Ordinal)))!;
            var content = Document["paths"]!["/api/v1" + pattern]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!;
            Check(pattern, answer, Resolve((string)content["schema"]!["$ref"]!)!);
        }

        using var missing = await server.Http.GetAsync("api/v1/dispatches/none");
        Check("problem", JsonNode.Parse(await missing.Content.ReadAsStringAsync())!, Document["components"]!["schemas"]!["Problem"]!);
    }

    private static bool HasSchemas(JsonNode? content) => content is JsonObject { Count: > 0 } types && types.All(type => type.Value!["schema"] is JsonObject { Count: > 0 });

    // Every member of an answer is declared, with its type.
    private static void Check(string where, JsonNode answer, JsonNode schema)
    {
        if (answer is JsonArray array && schema["items"] is { } items)
        {
            Assert.All(array, item => Check(where + "[]", item!, items));
        }
        else if (answer is JsonObject members && schema["properties"] is JsonObject properties)
        {
            foreach (var (name, value) in members.Where(member => member.Value is not null))
            {
                Assert.True(properties.ContainsKey(name), $"{where} has a member '{name}' that its schema does not know");
                Check($"{where}.{name}", value!, properties[name]!);
            }
        }
        else if (schema is JsonObject { } && schema["type"] is JsonValue type)
        {
            var kind = answer.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.String => "string",
                System.Text.Json.JsonValueKind.Number => "number",
                System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
                System.Text.Json.JsonValueKind.Array => "array",
                _ => "object",
            };
            Assert.True((string)type! == kind || ((string)type! == "integer" && kind == "number"), $"{where} is {kind} and not {type}");
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "$ref" && member.Value is JsonValue ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(string reference) => reference.Split('/').Skip(1).Aggregate((JsonNode?)Document, (node, part) => node?[part]);
}
