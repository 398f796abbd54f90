using System.Text.Json;

namespace Covalent.Server.Api;

/// <summary>A graph as it is drawn: what the nodes are called and which follows which, without arguments.</summary>
internal static class GraphView
{
    private const int FlushEvery = 4096;

    public static async Task WriteAsync(ApiCall call, TransportGraph graph)
    {
        call.Http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(call.Http.Response.BodyWriter.AsStream());
        json.WriteStartObject();
        json.WriteNumber("node_count"u8, graph.NodeCount);
        json.WriteNumber("edge_count"u8, graph.EdgeCount);
        json.WriteStartArray("templates"u8);
        foreach (var template in graph.Templates)
        {
            Write(json, template);
        }

        json.WriteEndArray();
        json.WriteStartArray("nodes"u8);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            WriteNode(json, graph, node);
            if (node % FlushEvery == 0)
            {
                await json.FlushAsync(call.Aborted);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(call.Aborted);
    }

    private static void WriteNode(Utf8JsonWriter json, TransportGraph graph, int node)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, node);
        json.WriteNumber("template"u8, graph.TemplateIndexOf(node));
        json.WriteStartArray("parents"u8);
        foreach (var parent in graph.ParentsOf(node))
        {
            json.WriteNumberValue(parent);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TaskTemplate template)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, template.Name);
        json.WriteString("kind"u8, template.Kind.ToString());
        json.WriteString("executor"u8, template.Options.Executor?.ShortName ?? "");
        json.WriteString("result_type"u8, template.ResultType);
        json.WriteString("source"u8, template.Source);
        if (template.Function is { } function)
        {
            json.WriteString("function"u8, $"{function.DeclaringType}.{function.Method}");
            json.WriteString("language"u8, function.Language);
        }

        json.WriteEndObject();
    }
}
