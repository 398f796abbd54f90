using System.Text.Json;
using System.Text.RegularExpressions;
using Covalent.Core.Execution;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>The description of the API, made from the same table that the server routes by.</summary>
internal static partial class OpenApiDocument
{
    private static readonly Lazy<byte[]> Document = new(Write);

    public static byte[] Bytes => Document.Value;

    private static byte[] Write()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("openapi"u8, "3.1.0");
            json.WriteStartObject("info"u8);
            json.WriteString("title"u8, "Covalent");
            json.WriteString("version"u8, CovalentVersion.Text);
            json.WriteString("description"u8, "Dispatches of workflows: register, start, watch, cancel, redispatch. Errors are problem details (RFC 9457) with a code and a message.");
            json.WriteEndObject();
            WriteComponents(json);
            json.WriteStartObject("paths"u8);
            foreach (var path in ApiRoutes.All.GroupBy(route => route.Pattern))
            {
                json.WriteStartObject(path.Key);
                foreach (var route in path)
                {
                    WriteOperation(json, route);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteOperation(Utf8JsonWriter json, ApiRoute route)
    {
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteString("operationId"u8, OperationId(route));
        json.WriteString("summary"u8, route.Summary);
        if (route.Scope != Scope.None)
        {
            json.WriteString("description"u8, $"Needs the scope {Scopes.ToText(route.Scope)} where tokens are in use.");
            json.WriteStartArray("security"u8);
            json.WriteStartObject();
            json.WriteStartArray("token"u8);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("parameters"u8);
        foreach (Match name in PathParameter().Matches(route.Pattern))
        {
            WriteParameter(json, name.Groups[1].Value, "path", "");
        }

        foreach (var (name, meaning) in route.Query)
        {
            WriteParameter(json, name, "query", meaning);
        }

        json.WriteEndArray();
        if (route.Body.Count > 0)
        {
            json.WriteStartObject("requestBody"u8);
            WriteContent(json, route.Body);
            json.WriteEndObject();
        }

        json.WriteStartObject("responses"u8);
        json.WriteStartObject("2XX"u8);
        json.WriteString("description"u8, "It worked.");
        WriteContent(json, route.Answer);
        json.WriteEndObject();
        json.WriteStartObject("default"u8);
        json.WriteString("$ref"u8, "#/components/responses/problem");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, string name, string place, string meaning)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("in"u8, place);
        json.WriteBoolean("required"u8, place == "path");
        if (meaning.Length > 0)
        {
            json.WriteString("description"u8, meaning);
        }

        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, IReadOnlyList<string> types)
    {
        json.WriteStartObject("content"u8);
        foreach (var type in types)
        {
            json.WriteStartObject(type);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components"u8);
        json.WriteStartObject("securitySchemes"u8);
        json.WriteStartObject("token"u8);
        json.WriteString("type"u8, "http");
        json.WriteString("scheme"u8, "bearer");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("responses"u8);
        json.WriteStartObject("problem"u8);
        json.WriteString("description"u8, "It did not work; detail says why and what to do.");
        json.WriteStartObject("content"u8);
        json.WriteStartObject("application/problem+json"u8);
        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, "object");
        json.WriteStartObject("properties"u8);
        foreach (var (name, type) in (ReadOnlySpan<(string, string)>)[
            ("type", "string"), ("title", "string"), ("status", "integer"), ("detail", "string"), ("instance", "string"), ("code", "string"), ("dispatch_id", "string"), ("is_transient", "boolean")])
        {
            json.WriteStartObject(name);
            json.WriteString("type"u8, type);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string OperationId(ApiRoute route) =>
        route.Method.ToLowerInvariant() + string.Concat(route.Pattern.Replace(ApiRoutes.Root, "", StringComparison.Ordinal).Split('/', '.', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Trim('{', '}')).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
