using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>Reads the body of a registration: the binary document that clients send, or JSON that a person writes.</summary>
internal static class Submission
{
    public static DispatchRequest Read(ApiCall call, ReadOnlyMemory<byte> body)
    {
        var (head, lattice, graph) = IsJson(call) ? ReadJson(body) : DispatchDocument.Read(body, WireJson.Default.SubmitHead);
        return new DispatchRequest
        {
            DispatchId = head.DispatchId ?? Guid.CreateVersion7().ToString(),
            Graph = graph ?? throw new BadRequestException("The submission has no graph."),
            Lattice = lattice ?? throw new BadRequestException("The submission has no lattice."),
            BundleId = head.BundleId,
            FailFast = head.FailFast,
            Priority = head.Priority,
            RedispatchOf = head.RedispatchOf,
        };
    }

    public static bool IsJson(ApiCall call) => call.Http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static (SubmitHead Head, LatticeInfo? Lattice, TransportGraph? Graph) ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = JsonNode.Parse(body.Span)?.AsObject() ?? throw new BadRequestException("The body is empty; send lattice and graph.");
            var graph = json["graph"] is JsonObject given ? TransportGraph.FromJson(given) : null;
            var lattice = json["lattice"] is JsonObject about ? LatticeJson.Read(about) : null;
            return (json.Deserialize(WireJson.Default.SubmitHead)!, lattice, graph);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new BadRequestException($"The body is not the JSON of a dispatch: {e.Message}", e);
        }
    }
}
