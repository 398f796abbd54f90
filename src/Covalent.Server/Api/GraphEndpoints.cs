using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Graph;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>The graph and the lattice of a dispatch, in full and as people look at them.</summary>
internal static class GraphEndpoints
{
    public const string GraphType = "application/vnd.covalent.graph";
    public const string LatticeType = "application/vnd.covalent.lattice";
    private const string One = ApiRoutes.Root + "/dispatches/{id}";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", One + "/graph", Scope.Read, "The graph: format=json (exact), view (names and edges only) or binary.", GraphAsync)
        {
            Query = [("format", "json, view or binary.")],
            Answer = ["application/json", GraphType],
            Reply = ApiSchema.Object("Graph"),
        },
        new("GET", One + "/lattice", Scope.Read, "What is known of the lattice: format=json or binary.", LatticeAsync)
        {
            Query = [("format", "json or binary.")],
            Answer = ["application/json", LatticeType],
            Reply = ApiSchema.Object("Lattice"),
        },
    ];

    private static async Task GraphAsync(ApiCall call)
    {
        var graph = await call.Dispatcher.GetGraphAsync(call.DispatchId, call.Aborted);
        switch (FormatOf(call, GraphType))
        {
            case "binary":
                var bytes = new ArrayBufferWriter<byte>((graph.NodeCount * 8) + 1024);
                GraphCodec.Write(bytes, graph);
                await call.BytesAsync(bytes.WrittenMemory, GraphType);
                break;
            case "view":
                await GraphView.WriteAsync(call, graph);
                break;
            case "json":
                await WriteAsync(call, graph.ToJson());
                break;
            case var other:
                throw new BadRequestException($"Parameter 'format' is '{other}'; use json, view or binary.");
        }
    }

    private static async Task LatticeAsync(ApiCall call)
    {
        var lattice = await call.Dispatcher.GetLatticeAsync(call.DispatchId, call.Aborted);
        switch (FormatOf(call, LatticeType))
        {
            case "binary":
                var bytes = new ArrayBufferWriter<byte>();
                LatticeCodec.Write(bytes, lattice);
                await call.BytesAsync(bytes.WrittenMemory, LatticeType);
                break;
            case "json":
                await WriteAsync(call, LatticeJson.Write(lattice));
                break;
            case var other:
                throw new BadRequestException($"Parameter 'format' is '{other}'; use json or binary.");
        }
    }

    private static string FormatOf(ApiCall call, string binaryType) =>
        call.Query("format") ?? (call.Http.Request.Headers.Accept.ToString() == binaryType ? "binary" : "json");

    private static async Task WriteAsync(ApiCall call, JsonObject json)
    {
        call.Http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(call.Http.Response.BodyWriter.AsStream());
        json.WriteTo(writer);
        await writer.FlushAsync(call.Aborted);
    }
}
