using System.Text.Json.Nodes;
using Covalent.Core.Client.Http;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Nodes of a dispatch: where they stand, what they gave and what they printed.</summary>
internal static class NodeEndpoints
{
    private const string All = ApiRoutes.Root + "/dispatches/{id}/nodes";
    private const string One = All + "/{node}";
    private const string TextType = "text/plain; charset=utf-8";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", All, Scope.Read, "Lists nodes in id order, page by page: all, or those asked for by id, status or name.", NodePages.AnswerAsync)
        {
            Query =
            [
                ("ids", "Only these, such as 0-99,120."), ("status", "Only these, separated by commas."), ("search", "Only names that contain this text."),
                ("after", "Only nodes with higher ids, which is where 'next' of the page before goes on."), ("offset", "Leave out the first so many."),
                ("count", $"At most so many, 1 to {NodePage.Largest}; {NodePage.Usual} by default."),
            ],
            Reply = ApiSchema.Of(WireJson.Default.NodePage),
        },
        new("POST", All + "/query", Scope.Read, $"Lists the nodes whose ids are in the body, at most {NodePage.Largest}, for lists too long for an address.", QueryAsync)
        {
            Body = ["application/json"],
            Call = ApiSchema.Of(WireJson.Default.NodesCall),
            Reply = ApiSchema.Of(WireJson.Default.NodePage),
        },
        new("GET", One, Scope.Read, "Tells where a node stands.", GetAsync) { Reply = ApiSchema.Of(WireJson.Default.NodeSnapshot) },
        new("GET", One + "/output", Scope.Read, "The output of a completed node as a payload; 204 when it returns nothing.", OutputAsync)
        {
            Query = [("format", "json for what the value says of itself.")],
            Headers = [("Range", false, "Part of the bytes.")],
            Answer = [PayloadAnswer.ContentType, "application/json"],
            Reply = PayloadAnswer.Schema,
            Success = [(200, "The value."), (204, "It returns nothing."), (206, "The part asked for.")],
        },
        new("GET", One + "/stdout", Scope.Read, "What a node wrote to its standard output; ranges and tail=BYTES are understood.", call => StreamAsync(call, OutputStream.Stdout))
        {
            Query = [("tail", "Only the last so many bytes.")],
            Headers = [("Range", false, "Part of the bytes.")],
            Answer = [TextType],
            Success = [(200, "The text."), (206, "The part asked for.")],
        },
        new("GET", One + "/stderr", Scope.Read, "What a node wrote to its standard error; ranges and tail=BYTES are understood.", call => StreamAsync(call, OutputStream.Stderr))
        {
            Query = [("tail", "Only the last so many bytes.")],
            Headers = [("Range", false, "Part of the bytes.")],
            Answer = [TextType],
            Success = [(200, "The text."), (206, "The part asked for.")],
        },
    ];

    private static async Task QueryAsync(ApiCall call)
    {
        if ((await call.ReadJsonAsync(WireJson.Default.NodesCall))?.Nodes is not { Count: <= NodePage.Largest } wanted)
        {
            throw new BadRequestException($"The body has to be {{\"nodes\": [...]}} with at most {NodePage.Largest} ids; ask for more of them in several calls.");
        }

        var nodes = await call.Dispatcher.GetNodesAsync(call.DispatchId, wanted, call.Aborted);
        await call.JsonAsync(new NodePage(nodes, nodes.Count), WireJson.Default.NodePage);
    }

    private static async Task GetAsync(ApiCall call)
    {
        var nodes = await call.Dispatcher.GetNodesAsync(call.DispatchId, [call.Node], call.Aborted);
        await call.JsonAsync(nodes[0], WireJson.Default.NodeSnapshot);
    }

    private static Task OutputAsync(ApiCall call) => PayloadAnswer.WriteAsync(
        call,
        () => call.Parts.Engine.Dispatcher.TryOpenNodeOutputAsync(call.DispatchId, call.Node, call.Aborted),
        () => call.Dispatcher.GetNodeOutputAsync(call.DispatchId, call.Node, call.Aborted));

    private static async Task StreamAsync(ApiCall call, OutputStream stream)
    {
        await using var opened = await call.Parts.Engine.Dispatcher.TryOpenNodeStreamAsync(call.DispatchId, call.Node, stream, call.Aborted);
        if (opened is not null)
        {
            await RangeAnswer.WriteAsync(call, default, opened, TextType);
            return;
        }

        var bytes = await call.Dispatcher.GetNodeStreamAsync(call.DispatchId, call.Node, stream, call.Aborted);
        if (bytes.IsEmpty && call.Parts.Engine.Monitor.Output.Find(call.DispatchId, call.Node, stream) is { } soFar)
        {
            bytes = soFar;
        }

        await RangeAnswer.WriteAsync(call, bytes, TextType);
    }
}
