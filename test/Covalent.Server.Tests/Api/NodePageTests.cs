using System.Net;
using System.Text.Json.Nodes;
using Covalent.Core.Recording;

namespace Covalent.Server.Tests.Api;

/// <summary>Nodes come page by page, however many there are.</summary>
public sealed class NodePageTests
{
    private const int Length = 2500;

    [Fact]
    public async Task Nodes_WithoutACount_ComeInPagesThatLinkToTheNext()
    {
        await using var server = await TestServer.StartAsync();
        var id = await RegisterAsync(server);
        var path = $"/api/v1/dispatches/{id}/nodes";
        var ids = new List<int>();
        for (string? next = path; next is not null;)
        {
            using var response = await server.Http.GetAsync(next);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.InRange(page["nodes"]!.AsArray().Count, 1, 1000);
            Assert.Equal(Length, (int)page["total"]!);
            ids.AddRange(page["nodes"]!.AsArray().Select(node => (int)node!["node_id"]!));
            next = (string?)page["next"];
            Assert.Equal(next is null ? [] : [$"<{next}>; rel=\"next\""], response.Headers.TryGetValues("Link", out var links) ? links : []);
        }

        Assert.Equal(Enumerable.Range(0, Length), ids);
    }

    [Fact]
    public async Task Pages_OfSomeNodes_KeepWhatWasAskedFor()
    {
        await using var server = await TestServer.StartAsync();
        var id = await RegisterAsync(server);
        var first = await PageAsync(server, $"/api/v1/dispatches/{id}/nodes?search=step&status=new_object&count=2000&offset=1");
        var second = await PageAsync(server, (string)first["next"]!);
        Assert.Contains("search=step", (string)first["next"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("offset", (string)first["next"]!, StringComparison.Ordinal);
        Assert.Null(second["next"]);
        Assert.Equal(Length - 1, first["nodes"]!.AsArray().Count + second["nodes"]!.AsArray().Count);
        var chosen = await PageAsync(server, $"/api/v1/dispatches/{id}/nodes?ids=5-9,2&count=4");
        Assert.Equal([2, 5, 6, 7], chosen["nodes"]!.AsArray().Select(node => (int)node!["node_id"]!));
        Assert.Equal([8, 9], (await PageAsync(server, (string)chosen["next"]!))["nodes"]!.AsArray().Select(node => (int)node!["node_id"]!));
    }

    [Theory]
    [InlineData("count=10001")]
    [InlineData("count=0")]
    [InlineData("after=-2")]
    [InlineData("ids=0-9999999")]
    public async Task APage_LargerThanAllowed_IsRefused(string query)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.GetAsync($"api/v1/dispatches/{await RegisterAsync(server)}/nodes?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"nodes\": null}")]
    [InlineData("")]
    public async Task AQuery_ForNothing_IsNotOneForEverything(string body)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.PostAsync($"api/v1/dispatches/{await RegisterAsync(server)}/nodes/query", new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task TheClient_ReadsAllPages()
    {
        await using var server = await TestServer.StartAsync();
        var id = await RegisterAsync(server, 25_000);
        Assert.Equal(Enumerable.Range(0, 25_000), (await server.Client.GetNodesAsync(id)).Select(node => node.NodeId));
        int[] odd = [.. Enumerable.Range(0, 12_000).Select(i => (i * 2) + 1)];
        Assert.Equal(odd, (await server.Client.GetNodesAsync(id, odd)).Select(node => node.NodeId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.GetNodesAsync(id, [1, 25_000]));
    }

    /// <summary>A chain of tasks that is registered and not started.</summary>
    private static async Task<string> RegisterAsync(TestServer server, int length = Length)
    {
        var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [length], null);
        Assert.Equal(length, recorded.Graph.NodeCount);
        var request = new DispatchRequest { DispatchId = Guid.CreateVersion7().ToString(), Graph = recorded.Graph, Lattice = recorded.Info };
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        return request.DispatchId;
    }

    private static async Task<JsonNode> PageAsync(TestServer server, string path) => JsonNode.Parse(await server.Http.GetStringAsync(path))!;
}
