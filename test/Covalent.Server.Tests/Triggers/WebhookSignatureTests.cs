using System.Net;
using System.Security.Cryptography;
using System.Text;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Server.Tests.Triggers;

/// <summary>Webhooks that fire only for callers who know their secret.</summary>
public sealed class WebhookSignatureTests : IDisposable
{
    private const string Own = "Covalent-Signature";
    private const string Hub = "X-Hub-Signature-256";
    private const string Secret = "It's a Secret to Everybody";
    private readonly string _secretFile = Path.GetTempFileName();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public WebhookSignatureTests() => File.WriteAllText(_secretFile, Secret + "\n");

    private string Now => $"{_clock.GetUtcNow().ToUnixTimeSeconds()}";

    public void Dispose() => File.Delete(_secretFile);

    [Fact]
    public void KnownExample_HasTheSignatureThatCodeHostsDocument() =>
        Assert.Equal("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", Sign("Hello, World!"));

    [Fact]
    public async Task RightSignature_FiresOnce_WhateverKeyStandsBesideIt()
    {
        var (server, trigger) = await StartAsync();
        await using var _ = server;
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync(server, trigger, "one", Hub, $"sha256={Sign("one")}"));
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync(server, trigger, "one", Hub, $"sha256={Sign("one")}"));
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync(server, trigger, "one", Hub, $"sha256={Sign("one").ToUpperInvariant()}", key: "another"));
        Assert.Equal(1, await FiredAsync(server, trigger));
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync(server, trigger, "one", Own, $"t={Now},v1={Sign($"{Now}.one")}"));
        Assert.Equal(2, await FiredAsync(server, trigger));
    }

    [Fact]
    public async Task Signature_OfAnotherTime_IsRefused()
    {
        var (server, trigger) = await StartAsync();
        await using var _ = server;
        var sent = Now;
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.Unauthorized, await FireAsync(server, trigger, "one", Own, $"t={sent},v1={Sign($"{sent}.one")}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await FireAsync(server, trigger, "one", Own, $"t={Now},v1={Sign($"{sent}.one")}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await FireAsync(server, trigger, "one", Own, $"t=99999999999,v1={Sign("99999999999.one")}"));
        Assert.Equal(0, await FiredAsync(server, trigger));
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData(Hub, "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", HttpStatusCode.Unauthorized)]
    [InlineData(Hub, "sha256=", HttpStatusCode.Unauthorized)]
    [InlineData(Hub, "sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", HttpStatusCode.Unauthorized)]
    [InlineData(Hub, "sha1=757107ea0eb2509fc211221cce984b8a", HttpStatusCode.BadRequest)]
    [InlineData(Own, "t=,v1=00", HttpStatusCode.BadRequest)]
    [InlineData(Own, "t=-1,v1=00", HttpStatusCode.BadRequest)]
    [InlineData(Own, "v1=00", HttpStatusCode.BadRequest)]
    [InlineData(Own, "t=1,v1=00,v1=00", HttpStatusCode.BadRequest)]
    public async Task WrongSignature_IsRefused_AndFiresNothing(string? header, string? value, HttpStatusCode expected)
    {
        var (server, trigger) = await StartAsync();
        await using var _ = server;
        Assert.Equal(expected, await FireAsync(server, trigger, "another body", header, value, key: "one"));
        Assert.Equal(0, await FiredAsync(server, trigger));
    }

    [Fact]
    public async Task SecretThatIsNotThere_RefusesEveryCall()
    {
        var (server, trigger) = await StartAsync();
        await using var _ = server;
        await File.WriteAllTextAsync(_secretFile, "\n", TestContext.Current.CancellationToken);
        using var nothing = new HMACSHA256([]);
        var forged = Convert.ToHexStringLower(nothing.ComputeHash("one"u8.ToArray()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await FireAsync(server, trigger, "one", Hub, $"sha256={forged}"));
        Assert.Equal(0, await FiredAsync(server, trigger));
    }

    [Fact]
    public void SecretItself_CannotBeWrittenIntoATrigger()
    {
        var trigger = new WebhookTrigger { Secret = "hunter2" };
        Assert.DoesNotContain("hunter2", Assert.Throws<ArgumentException>(() => Trigger.FromJson(trigger.ToJson())).Message, StringComparison.Ordinal);
        Assert.Equal("env:LAB", Assert.IsType<WebhookTrigger>(Trigger.FromJson(new WebhookTrigger { Secret = "env:LAB" }.ToJson())).Secret);
    }

    private async Task<(TestServer Server, string Trigger)> StartAsync()
    {
        var server = await TestServer.StartAsync(options => options with { Clock = _clock });
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        return (server, (await server.Client.Triggers.AddAsync(request.DispatchId, new WebhookTrigger { Secret = $"file:{_secretFile}" })).TriggerId);
    }

    private static async Task<long> FiredAsync(TestServer server, string trigger) => (await server.Server.Parts.Triggers.GetAsync(trigger, CancellationToken.None)).Fired;

    private static async Task<HttpStatusCode> FireAsync(TestServer server, string trigger, string body, string? header, string? value, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/triggers/{trigger}/fire") { Content = new StringContent(body) };
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static string Sign(string message) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));
}
