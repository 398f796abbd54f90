using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Client;
using Covalent.Core.Recording;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

public sealed class ApiTests
{
    [Fact]
    [Trait("Checklist", "18")]
    public async Task Start_Twice_RunsOnceAndTellsTheStatus()
    {
        await using var server = await TestServer.StartAsync();
        var request = await RequestAsync(server, 3);
        await server.Client.RegisterAsync(request);
        await server.Client.RegisterAsync(request);
        Assert.Equal(Status.NewObject, (await server.Client.GetAsync(request.DispatchId)).Status);
        await server.Client.StartAsync(request.DispatchId);
        await server.Client.WaitAsync(request.DispatchId);
        Assert.Equal(Status.Completed, await server.Client.StartAsync(request.DispatchId));
        Assert.All(await server.Client.GetNodesAsync(request.DispatchId), node => Assert.InRange(node.Attempts, 0, 1));
    }

    [Fact]
    [Trait("Checklist", "19")]
    public async Task AnUnknownDispatch_IsNotFound_EverywhereAndAsTheSameException()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var path in new[] { "", "/graph", "/lattice", "/nodes", "/nodes/0", "/nodes/0/output", "/nodes/0/stdout", "/result", "/wait", "/events", "/export" })
        {
            using var response = await server.Http.GetAsync($"api/v1/dispatches/no-such-dispatch{path}");
            var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
            Assert.Equal((HttpStatusCode.NotFound, "dispatch_not_found", "no-such-dispatch"), (response.StatusCode, (string?)problem["code"], (string?)problem["dispatch_id"]));
        }

        var missing = await Assert.ThrowsAsync<DispatchNotFoundException>(() => server.Client.GetAsync("no-such-dispatch"));
        Assert.Contains(server.Address, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameExceptions_ComeOverHttp_AsFromTheEmbeddedEngine()
    {
        await using var server = await TestServer.StartAsync();
        var request = await RequestAsync(server, 2);
        await server.Client.RegisterAsync(request);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Client.GetResultAsync(request.DispatchId));
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Client.GetNodeOutputAsync(request.DispatchId, request.Graph.NodeCount - 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.GetNodesAsync(request.DispatchId, [999]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.CancelAsync(request.DispatchId, [999]));
    }

    [Fact]
    public async Task GraphAndLattice_ComeBackAsTheyWere()
    {
        await using var server = await TestServer.StartAsync();
        var request = await RequestAsync(server, 5);
        await server.Client.RegisterAsync(request);
        var graph = await server.Client.GetGraphAsync(request.DispatchId);
        var lattice = await server.Client.GetLatticeAsync(request.DispatchId);
        Assert.Equal(request.Graph.ToJson().ToJsonString(), graph.ToJson().ToJsonString());
        Assert.Equal((request.Lattice.Name, request.Lattice.Inputs.Count), (lattice.Name, lattice.Inputs.Count));
        var view = (await server.Http.GetFromJsonAsync<JsonNode>($"api/v1/dispatches/{request.DispatchId}/graph?format=view"))!;
        Assert.Equal(graph.NodeCount, view["nodes"]!.AsArray().Count);
    }

    [Fact]
    public async Task ADispatch_ReadAsJson_CanBeSentAgainAsJson()
    {
        await using var server = await TestServer.StartAsync();
        var request = await RequestAsync(server, 3);
        await server.Client.RegisterAsync(request);
        var root = $"api/v1/dispatches/{request.DispatchId}";
        var again = new JsonObject
        {
            ["bundle_id"] = request.BundleId,
            ["lattice"] = await server.Http.GetFromJsonAsync<JsonNode>(root + "/lattice"),
            ["graph"] = await server.Http.GetFromJsonAsync<JsonNode>(root + "/graph"),
        };
        using var response = await server.Http.PostAsync("api/v1/dispatches?start=true", new StringContent(again.ToJsonString(), Encoding.UTF8, "application/json"));
        var id = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["dispatch_id"]!;
        Assert.Equal((HttpStatusCode.Created, Status.Completed), (response.StatusCode, (await server.Client.WaitAsync(id)).Status));
    }

    [Fact]
    public async Task ADispatch_WithoutABundle_IsRefusedAndToldWhatToChange()
    {
        await using var server = await TestServer.StartAsync();
        var request = await RequestAsync(server, 1);
        await server.Client.RegisterAsync(request);
        var root = $"api/v1/dispatches/{request.DispatchId}";
        var again = new JsonObject
        {
            ["lattice"] = await server.Http.GetFromJsonAsync<JsonNode>(root + "/lattice"),
            ["graph"] = await server.Http.GetFromJsonAsync<JsonNode>(root + "/graph"),
        };
        using var response = await server.Http.PostAsync("api/v1/dispatches", new StringContent(again.ToJsonString(), Encoding.UTF8, "application/json"));
        var said = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("refers to the package 'Covalent'", JsonNode.Parse(said)!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SelfContained", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodeStreams_GiveRangesAndTails()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(() => TestLattices.Chain(1));
        await server.Client.WaitAsync(id);
        var node = (await server.Client.GetNodesAsync(id)).Single(n => n.Kind != NodeKind.Parameter).NodeId;
        var path = $"api/v1/dispatches/{id}/nodes/{node}/stdout";
        Assert.Equal("step 1\n", Encoding.UTF8.GetString((await server.Client.GetNodeStreamAsync(id, node, OutputStream.Stdout)).Span));
        Assert.Equal(" 1\n", await server.Http.GetStringAsync(path + "?tail=3"));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(0, 3) } };
        using var part = await server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.PartialContent, "step"), (part.StatusCode, await part.Content.ReadAsStringAsync()));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(100, 200) } };
        using var none = await server.Http.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, none.StatusCode);
    }

    [Fact]
    public async Task OutputOfARunningTask_CanBeReadAlready()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var gate = Path.Combine(server.Folder, "gate");
        var id = await DispatchAsync(() => TestLattices.Blocked(gate));
        await foreach (var e in server.Client.WatchAsync(id))
        {
            if (e is NodeWrote { Stream: OutputStream.Stdout } wrote)
            {
                var text = Encoding.UTF8.GetString((await server.Client.GetNodeStreamAsync(id, wrote.NodeId, OutputStream.Stdout)).Span);
                Assert.StartsWith("waiting", text, StringComparison.Ordinal);
                await File.WriteAllTextAsync(gate, "go");
            }
        }

        Assert.Equal(Status.Completed, (await server.Client.GetAsync(id)).Status);
    }

    [Fact]
    [Trait("Checklist", "28")]
    public async Task AFailedDispatch_ReleasesItsWaiters_WithTheReason()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var result = await RunAsync(TestLattices.Failing);
        Assert.Equal(Status.Failed, result.Status);
        Assert.Contains("no luck", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "29")]
    public async Task TheServer_NeverLoadsTheCodeOfAnApplication()
    {
        var folder = TestServer.NewFolder();
        await using (var server = await Hosting.ServerProcessRun.StartAsync(folder))
        {
            using var use = ClientProvider.Use(server.Client);
            Assert.Equal("Hello, World!", (await RunAsync(TestLattices.Hello, "Hello", "World")).Value);
            Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
            var maps = await File.ReadAllTextAsync($"/proc/{server.Id}/maps");
            Assert.DoesNotContain("/bundles/", maps, StringComparison.Ordinal);
            Assert.DoesNotContain("Covalent.Server.Tests.dll", maps, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Checklist", "51")]
    public async Task CancellingASublatticeNode_CancelsItsChildDispatch()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var gate = Path.Combine(server.Folder, "never");
        var id = await DispatchAsync(() => TestLattices.BlockedSublattice(gate));
        string? child = null;
        await foreach (var e in server.Client.WatchAsync(id))
        {
            if (e is NodeStatusChanged { Status: Status.Dispatching } node)
            {
                child = (await server.Client.GetNodesAsync(id, [node.NodeId]))[0].ChildDispatchId;
                await server.Client.CancelAsync(id, [node.NodeId]);
            }
        }

        Assert.NotNull(child);
        Assert.Equal((Status.Cancelled, Status.Cancelled), ((await server.Client.GetAsync(id)).Status, (await server.Client.GetAsync(child)).Status));
    }

    [Fact]
    [Trait("Checklist", "71")]
    public async Task List_PagesSearchesFiltersAndRefusesNonsense()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var request = await RequestAsync(server, i + 1);
            await server.Client.RegisterAsync(request);
            ids.Add(request.DispatchId);
        }

        await server.Client.StartAsync(ids[0]);
        await server.Client.WaitAsync(ids[0]);
        var page = await server.Client.ListAsync(new DispatchQuery { Offset = 1, Count = 2 });
        Assert.Equal((5, 2), (page.Total, page.Dispatches.Count));
        Assert.Equal(ids[3], page.Dispatches[0].DispatchId);
        Assert.Equal([ids[0]], (await server.Client.ListAsync(new DispatchQuery { Statuses = [Status.Completed] })).Dispatches.Select(d => d.DispatchId));
        Assert.Equal([ids[2]], (await server.Client.ListAsync(new DispatchQuery { Search = ids[2] })).Dispatches.Select(d => d.DispatchId));
        foreach (var query in new[] { "count=0", "count=x", "count=1001", "offset=-1", "status=DONE", "sublattices=maybe" })
        {
            using var response = await server.Http.GetAsync($"api/v1/dispatches?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    [Trait("Checklist", "71")]
    public async Task Delete_OfSomeUnknownRepeatedAndNone_ReportsEach()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var ended = await DispatchAsync(() => TestLattices.Chain(1));
        await server.Client.WaitAsync(ended);
        var request = await RequestAsync(server, 1);
        await server.Client.RegisterAsync(request);
        var report = await server.Client.DeleteAsync([ended, ended, "no-such-dispatch"]);
        Assert.Equal([ended], report.Deleted);
        Assert.Contains("no-such-dispatch", report.Failed.Keys);
        Assert.Empty((await server.Client.DeleteAsync([])).Deleted);
        await Assert.ThrowsAsync<DispatchNotFoundException>(() => server.Client.GetAsync(ended));
    }

    [Fact]
    public async Task AnExecutorOfTheApplicationOnly_IsRefusedByName()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => DispatchAsync(TestLattices.Hello, "a", "b", new DispatchOptions { Executor = "mine" }));
        Assert.Equal("unknown_executor", refused.Code);
        Assert.Contains("'mine'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    [Trait("Checklist", "17")]
    public async Task AnUnreachableServer_IsNamedAtOnce()
    {
        await using var client = new HttpDispatcherClient(new Uri("http://127.0.0.1:9"));
        var unreachable = await Assert.ThrowsAsync<ServerUnreachableException>(() => client.ListAsync(new DispatchQuery()));
        Assert.Contains("http://127.0.0.1:9", unreachable.Message, StringComparison.Ordinal);
        Assert.Contains("covalent start", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redispatch_OverHttp_ReusesResults()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(() => TestLattices.Chain(3));
        await server.Client.WaitAsync(id);
        var again = await server.Client.RedispatchAsync(new RedispatchRequest { NewDispatchId = Guid.CreateVersion7().ToString(), DispatchId = id, ReusePreviousResults = true });
        var end = await server.Client.WaitAsync(again);
        Assert.Equal((Status.Completed, id), (end.Status, end.RedispatchOf));
        Assert.All(await server.Client.GetNodesAsync(again), node => Assert.Equal(0, node.Attempts));
    }

    [Fact]
    public async Task OpenApi_DescribesExactlyWhatIsRouted()
    {
        await using var server = await TestServer.StartAsync();
        var document = (await server.Http.GetFromJsonAsync<JsonNode>("openapi/v1.json"))!;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        Assert.Equal(Covalent.Server.Api.ApiRoutes.All.Select(route => $"{route.Method} {route.Pattern}").Order(), described.Order());
        Assert.Equal("3.1.0", (string?)document["openapi"]);
    }

    [Fact]
    public async Task Metrics_CountWhatHappened()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        await RunAsync(TestLattices.Hello, "a", "b");
        var metrics = await server.Http.GetStringAsync("metrics");
        Assert.Contains("covalent_dispatches_total{status=\"COMPLETED\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("covalent_attempts_total{executor=\"local\",status=\"COMPLETED\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("covalent_dispatches_running 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executors_ShowTheirSettings_AndCanBeChecked()
    {
        await using var server = await TestServer.StartAsync(options => options with
        {
            Configuration = TestServer.EmptyConfiguration(("COVALENT_EXECUTORS__SSH__HOSTNAME", "no-such-host.invalid"), ("COVALENT_EXECUTORS__SSH__USERNAME", "me")),
        });
        var list = (await server.Http.GetFromJsonAsync<JsonNode>("api/v1/executors"))!["executors"]!.AsArray();
        Assert.Contains("ssh", list.Select(executor => (string?)executor!["name"]));
        using var local = await server.Http.PostAsync("api/v1/executors/local/check", null);
        using var ssh = await server.Http.PostAsync("api/v1/executors/ssh/check", null);
        Assert.True((bool)(await local.Content.ReadFromJsonAsync<JsonNode>())!["ok"]!);
        Assert.False((bool)(await ssh.Content.ReadFromJsonAsync<JsonNode>())!["ok"]!);
    }

    [Fact]
    public async Task Info_TellsTheVersion_AndReadyThatItWorks()
    {
        await using var server = await TestServer.StartAsync();
        var info = (await server.Http.GetFromJsonAsync<JsonNode>("api/v1/info"))!;
        Assert.Equal((server.Folder, false), ((string?)info["data_folder"], (bool)info["token_required"]!));
        Assert.Equal("ready", (string?)(await server.Http.GetFromJsonAsync<JsonNode>("ready"))!["status"]);
    }

    private static async Task<DispatchRequest> RequestAsync(TestServer server, int length)
    {
        var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [length], null);
        return new DispatchRequest
        {
            DispatchId = Guid.CreateVersion7().ToString(),
            Graph = recorded.Graph,
            Lattice = recorded.Info,
            BundleId = await ((IApplicationBundles)server.Client).EnsureStoredAsync(CancellationToken.None),
        };
    }
}
