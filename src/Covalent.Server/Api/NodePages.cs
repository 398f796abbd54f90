using Covalent.Core.Client.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Covalent.Server.Api;

/// <summary>The nodes of a dispatch, page by page. A page goes on behind the last id of the one before, so nodes whose status changes meanwhile move nothing.</summary>
internal static class NodePages
{
    private const int MostIds = 1_000_000;

    public static async Task AnswerAsync(ApiCall call)
    {
        var statuses = call.Statuses();
        var search = call.Query("search");
        var after = call.Number("after", -1, -1, int.MaxValue);
        var offset = call.Number("offset", 0, 0, int.MaxValue);
        var count = call.Number("count", NodePage.Usual, 1, NodePage.Largest);
        var wanted = call.Query("ids") is { } text ? ParseIds(text) : null;
        if (statuses is null && string.IsNullOrEmpty(search))
        {
            var ids = wanted is null ? await AllAsync(call) : (IReadOnlyList<int>)[.. wanted.Distinct().Order()];
            int[] page = [.. ids.SkipWhile(id => id <= after).Skip(offset).Take(count)];
            var nodes = await call.Dispatcher.GetNodesAsync(call.DispatchId, page, call.Aborted);
            await WriteAsync(call, nodes, ids.Count, page is [.., var last] && last != ids[^1] ? last : null);
            return;
        }

        var all = await call.Dispatcher.GetNodesAsync(call.DispatchId, wanted, call.Aborted);
        NodeSnapshot[] matching = [.. all.Where(node => (statuses is null || statuses.Contains(node.Status)) && (string.IsNullOrEmpty(search) || node.Name.Contains(search, StringComparison.OrdinalIgnoreCase)))];
        NodeSnapshot[] some = [.. matching.Where(node => node.NodeId > after).Skip(offset).Take(count)];
        await WriteAsync(call, some, matching.Length, some is [.., var end] && end.NodeId != matching[^1].NodeId ? end.NodeId : null);
    }

    private static async Task<IReadOnlyList<int>> AllAsync(ApiCall call) =>
        [.. Enumerable.Range(0, (await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted)).NodeCount)];

    private static Task WriteAsync(ApiCall call, IReadOnlyList<NodeSnapshot> nodes, int total, int? last)
    {
        string? next = null;
        if (last is { } id)
        {
            var query = call.Http.Request.Query.Where(parameter => parameter.Key is not ("after" or "offset")).Append(new("after", $"{id}"));
            next = QueryHelpers.AddQueryString(call.Http.Request.Path.ToUriComponent(), query);
            call.Http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        return call.JsonAsync(new NodePage(nodes, total, next), WireJson.Default.NodePage);
    }

    private static IReadOnlyList<int> ParseIds(string text)
    {
        try
        {
            return NodeRanges.Read(text, MostIds);
        }
        catch (FormatException e)
        {
            throw new BadRequestException($"Parameter 'ids' is not understood: {e.Message}. Write it like 0-99,120.", e);
        }
    }
}
