using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Triggers;

public sealed class TriggerApiTests
{
    [Fact]
    public async Task LatticeWithATrigger_RunsAgainAndAgain_UntilStopped()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(TestLattices.Hello, "a", "b", new DispatchOptions { Triggers = [new TimeTrigger(TimeSpan.FromSeconds(1)) { Start = DateTimeOffset.UnixEpoch }] });
        var trigger = Assert.Single(await ListTriggersAsync(id));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (trigger.Fired < 2)
        {
            await server.Client.WaitAsync(trigger.LastDispatchId ?? id, patience.Token);
            trigger = Assert.Single(await ListTriggersAsync(id));
        }

        Assert.Equal([trigger.TriggerId], await StopTriggersAsync(id));
        Assert.Empty(await StopTriggersAsync(id));
        Assert.Equal("a, b!", (await GetResultAsync<string>(trigger.LastDispatchId!, wait: true)).Value);
    }

    [Fact]
    public async Task Webhook_FiresOncePerKey()
    {
        await using var server = await TestServer.StartAsync();
        var (id, trigger) = await AddAsync(server, new WebhookTrigger { Name = "push" });
        Assert.Equal(id, await FireAsync(server, trigger, "one"));
        Assert.Equal(id, await FireAsync(server, trigger, "one"));
        var second = await FireAsync(server, trigger, "two");
        Assert.NotEqual(id, second);
        Assert.NotEqual(second, await FireAsync(server, trigger, null));
        Assert.Equal(3, (await server.Client.Triggers.ListAsync(id))[0].Fired);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("cov_0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.Unauthorized)]
    [InlineData("read", HttpStatusCode.Forbidden)]
    [InlineData("cancel", HttpStatusCode.Forbidden)]
    [InlineData("submit", HttpStatusCode.Accepted)]
    public async Task Webhook_WhenTokensAreWanted_FiresForThoseWhoMaySubmit(string? tokenOrScope, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        var (_, trigger) = await AddAsync(server, new WebhookTrigger());
        var own = server.Server.Parts.Tokens.Add("ci", tokenOrScope is null or ['c', 'o', ..] ? "submit" : tokenOrScope);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/triggers/{trigger}/fire");
        if (tokenOrScope is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(tokenOrScope.StartsWith("cov", StringComparison.Ordinal) ? tokenOrScope : own)}");
        }

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Accepted ? 1 : 0, (await server.Server.Parts.Triggers.GetAsync(trigger, CancellationToken.None)).Fired);
    }

    [Fact]
    public async Task Webhook_WithABody_FiresWithoutMindingIt()
    {
        await using var server = await TestServer.StartAsync();
        var (id, trigger) = await AddAsync(server, new WebhookTrigger());
        using var body = new ByteArrayContent(new byte[100_000]);

        using var answer = await server.Http.PostAsync($"api/v1/triggers/{trigger}/fire", body);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(1, (await server.Client.Triggers.ListAsync(id))[0].Fired);
    }

    [Fact]
    public async Task Webhook_WithAKeyThatIsTooLong_IsRefusedInWordsForItsCaller()
    {
        await using var server = await TestServer.StartAsync();
        var (_, trigger) = await AddAsync(server, new WebhookTrigger());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/triggers/{trigger}/fire");
        request.Headers.Add("Idempotency-Key", new string('k', 201));

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("The name of an occasion has 1 to 200 characters.", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"]);
    }

    [Fact]
    [Trait("Checklist", "63")]
    public async Task DisabledTrigger_AnswersWithAnError()
    {
        await using var server = await TestServer.StartAsync();
        var (_, trigger) = await AddAsync(server, new WebhookTrigger { IsEnabled = false });
        using var refused = await server.Http.PostAsync($"api/v1/triggers/{trigger}/fire", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("disabled", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Client.Triggers.FireAsync(trigger));
        Assert.True((await server.Client.Triggers.EnableAsync(trigger, true)).IsEnabled);
        Assert.NotEmpty(await server.Client.Triggers.FireAsync(trigger));
    }

    [Fact]
    public async Task UnknownTrigger_IsNotFound()
    {
        await using var server = await TestServer.StartAsync();
        using var missing = await server.Http.GetAsync("api/v1/triggers/nobody");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("nobody", (await Assert.ThrowsAsync<TriggerNotFoundException>(() => server.Client.Triggers.EnableAsync("nobody", true))).TriggerId);
        await Assert.ThrowsAsync<DispatchNotFoundException>(() => server.Client.Triggers.AddAsync("nobody", new WebhookTrigger()));
    }

    [Theory]
    [InlineData("{\"kind\":\"moon\"}")]
    [InlineData("{\"kind\":\"time\",\"interval_seconds\":0.001}")]
    [InlineData("{\"kind\":\"dir\",\"path\":\"relative\"}")]
    [InlineData("[1]")]
    [InlineData("{\"kind\":")]
    [InlineData("{\"kind\":\"time\",\"interval_seconds\":1e300}")]
    public async Task WrongTrigger_IsABadRequest(string json)
    {
        await using var server = await TestServer.StartAsync();
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        using var refused = await server.Http.PostAsync($"api/v1/dispatches/{request.DispatchId}/triggers", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task TriggersOfAServer_SurviveItsRestart()
    {
        var folder = TestServer.NewFolder();
        string id, trigger;
        await using (var server = await TestServer.StartAsync(folder: folder))
        {
            (id, trigger) = await AddAsync(server, new WebhookTrigger());
            await server.Client.Triggers.FireAsync(trigger, "before");
        }

        await using (var server = await TestServer.StartAsync(folder: folder))
        {
            Assert.Equal(id, await server.Client.Triggers.FireAsync(trigger, "before"));
            Assert.NotEqual(id, await server.Client.Triggers.FireAsync(trigger, "after"));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task CustomTrigger_FiresFromItsOwnProgram()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        await ObserveAsync(request.DispatchId, new ThreeTimes { Name = "three" });
        await ObserveAsync(request.DispatchId, new ThreeTimes { Name = "three" });
        Assert.Equal(3, Assert.Single(await ListTriggersAsync(request.DispatchId)).Fired);
    }

    [Fact]
    public async Task EmbeddedDispatcher_RefusesTriggers_AndSaysWhatToDo()
    {
        var client = new Covalent.Engine.EmbeddedDispatcher(new Covalent.Engine.EmbeddedDispatcherOptions { InMemory = true, Executors = _ => null });
        await using (client)
        {
            using var use = ClientProvider.Use(client);
            var thrown = await Assert.ThrowsAsync<CovalentException>(() =>
                DispatchAsync(TestLattices.Hello, "a", "b", new DispatchOptions { Triggers = [new TimeTrigger(TimeSpan.FromSeconds(1))] }));
            Assert.Contains("covalent start", thrown.Message, StringComparison.Ordinal);
            Assert.Equal(0, (await client.ListAsync(new DispatchQuery())).Total);
        }
    }

    private static async Task<(string DispatchId, string TriggerId)> AddAsync(TestServer server, Trigger trigger)
    {
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        return (request.DispatchId, (await server.Client.Triggers.AddAsync(request.DispatchId, trigger)).TriggerId);
    }

    private static async Task<string> FireAsync(TestServer server, string trigger, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/triggers/{trigger}/fire");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["dispatch_id"]!;
    }

    private sealed record ThreeTimes : CustomTrigger
    {
        protected override async Task ObserveAsync(TriggerObservation observation, CancellationToken cancellationToken)
        {
            foreach (var occasion in new[] { "a", "b", "b", "c" })
            {
                await observation.FireAsync(occasion, cancellationToken);
            }
        }
    }
}
