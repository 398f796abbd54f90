using System.Text.Json.Nodes;

namespace Covalent.Core.Graph;

/// <summary>JSON form of a graph for people, tools and the API; the round trip is exact. Bytes are base64.</summary>
internal static class GraphJson
{
    public static JsonObject Write(TransportGraph graph)
    {
        var nodes = new JsonArray();
        for (var node = 0; node < graph.NodeCount; node++)
        {
            nodes.Add(new JsonObject
            {
                ["id"] = node,
                ["template"] = graph.TemplateIndexOf(node),
                ["slots"] = Convert.ToBase64String(graph.SlotsOf(node).Span),
                ["parents"] = new JsonArray([.. graph.ParentsOf(node).ToArray().Select(parent => (JsonNode)parent)]),
            });
        }

        return new JsonObject
        {
            ["format"] = 1,
            ["templates"] = new JsonArray([.. graph.Templates.Select(WriteTemplate)]),
            ["shared_constants"] = new JsonArray([.. graph.SharedConstants.Select(c => (JsonNode)Convert.ToBase64String(c.Span))]),
            ["nodes"] = nodes,
            ["output"] = new JsonObject { ["type"] = graph.Output.Type, ["structure"] = Convert.ToBase64String(graph.Output.Structure.Span) },
        };
    }

    /// <exception cref="CovalentException">The JSON is not a graph; the message says where.</exception>
    public static TransportGraph Read(JsonObject json)
    {
        try
        {
            if ((int)json["format"]! != 1)
            {
                throw new FormatException($"format {json["format"]} is not known; 1 is");
            }

            var graph = Build(json);
            GraphValidator.ThrowOnCycle(graph);
            return graph;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new CovalentException($"This JSON is not a transport graph: {e.Message}", e);
        }
    }

    private static TransportGraph Build(JsonObject json)
    {
        var templates = json["templates"]!.AsArray().Select(node => ReadTemplate(node!.AsObject())).ToArray();
        var nodes = json["nodes"]!.AsArray();
        var slotStart = new int[nodes.Count + 1];
        var parentStart = new int[nodes.Count + 1];
        var templateOf = new int[nodes.Count];
        var slots = new List<byte>();
        var parents = new List<int>();
        for (var i = 0; i < nodes.Count; i++)
        {
            templateOf[i] = InRange((int)nodes[i]!["template"]!, templates.Length, "template", i);
            slots.AddRange(Convert.FromBase64String((string)nodes[i]!["slots"]!));
            parents.AddRange(nodes[i]!["parents"]!.AsArray().Select(parent => InRange((int)parent!, nodes.Count, "parent", i)));
            slotStart[i + 1] = slots.Count;
            parentStart[i + 1] = parents.Count;
        }

        return new TransportGraph(new GraphParts
        {
            TemplateOf = templateOf,
            SlotStart = slotStart,
            Slots = [.. slots],
            ParentStart = parentStart,
            Parents = [.. parents],
            Templates = templates,
            SharedConstants = [.. json["shared_constants"]!.AsArray().Select(c => (ReadOnlyMemory<byte>)Convert.FromBase64String((string)c!))],
            Output = new GraphOutput((string)json["output"]!["type"]!, Convert.FromBase64String((string)json["output"]!["structure"]!)),
        });
    }

    private static int InRange(int value, int count, string what, int node) =>
        value >= 0 && value < count ? value : throw new FormatException($"node {node} names {what} {value}, which does not exist");

    private static JsonNode WriteTemplate(TaskTemplate template)
    {
        var json = new JsonObject
        {
            ["name"] = template.Name,
            ["kind"] = template.Kind.ToString(),
            ["expression"] = Convert.ToBase64String(template.Expression.Span),
            ["slots"] = new JsonArray([.. template.Slots.Select(s => (JsonNode)new JsonObject { ["kind"] = s.Kind.ToString(), ["type"] = s.Type })]),
            ["result_type"] = template.ResultType,
            ["options"] = OptionsJson.Write(template.Options),
            ["source"] = template.Source,
        };
        if (template.Function is { } function)
        {
            json["function"] = WriteFunction(function);
        }

        return json;
    }

    private static TaskTemplate ReadTemplate(JsonObject json) => new()
    {
        Name = (string)json["name"]!,
        Kind = Enum.Parse<NodeKind>((string)json["kind"]!),
        Function = json["function"] is JsonObject function ? ReadFunction(function) : null,
        Expression = Convert.FromBase64String((string)json["expression"]!),
        Slots = [.. json["slots"]!.AsArray().Select(s => new SlotShape(Enum.Parse<SlotKind>((string)s!["kind"]!), (string)s["type"]!))],
        ResultType = (string)json["result_type"]!,
        Options = json["options"] is JsonObject { Count: > 0 } options ? OptionsJson.Read(options) : ElectronOptions.None,
        Source = (string?)json["source"],
    };

    private static JsonObject WriteFunction(FunctionReference function) => new()
    {
        ["language"] = function.Language,
        ["assembly"] = function.Assembly,
        ["declaring_type"] = function.DeclaringType,
        ["method"] = function.Method,
        ["module_version"] = function.ModuleVersion.ToString(),
        ["generic_arguments"] = function.GenericArguments,
        ["parameter_types"] = function.ParameterTypes,
        ["code_hash"] = function.CodeHash,
    };

    private static FunctionReference ReadFunction(JsonObject json) =>
        new((string)json["language"]!, (string)json["assembly"]!, (string)json["declaring_type"]!, (string)json["method"]!)
        {
            ModuleVersion = Guid.Parse((string)json["module_version"]!),
            GenericArguments = (string)json["generic_arguments"]!,
            ParameterTypes = (string)json["parameter_types"]!,
            CodeHash = (string?)json["code_hash"],
        };
}
