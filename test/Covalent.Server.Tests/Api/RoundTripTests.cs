using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

public sealed class RoundTripTests
{
    [Fact]
    public async Task Health_OfARunningServer_IsOk()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal("ok", (string?)(await server.Http.GetFromJsonAsync<JsonNode>("health"))!["status"]);
    }

    [Fact]
    public async Task Hello_ThroughTheServer_GivesTheResult()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var result = await RunAsync(TestLattices.Hello, "Hello", "World");
        Assert.Equal("Hello, World!", result.Value);
    }

    [Fact]
    public async Task List_AfterADispatch_ShowsIt()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(TestLattices.Hello, "a", "b");
        await server.Client.WaitAsync(id);
        var page = await server.Client.ListAsync(new DispatchQuery { Search = "Hello", Statuses = [Status.Completed] });
        Assert.Equal((1, id), (page.Total, page.Dispatches[0].DispatchId));
    }

    [Fact]
    public async Task AnUnknownAddress_IsAProblemWithAMessage()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.GetAsync("api/v1/nothing");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }
}
