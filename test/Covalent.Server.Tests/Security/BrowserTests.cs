using System.Net;

namespace Covalent.Server.Tests.Security;

/// <summary>Pages of others that make a browser call the server.</summary>
public sealed class BrowserTests
{
    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("https://lab.example", HttpStatusCode.OK)]
    public async Task ACallFromAPage_PassesOnlyFromAllowedOrigins(string origin, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync(options => options with { AllowedOrigins = ["https://lab.example"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task ThePageOfTheServerItself_MayCall()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches");
        request.Headers.TryAddWithoutValidation("Origin", server.Address);
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("rebound.evil.example")]
    [InlineData("evil.example:48008")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.7")]
    public async Task ANameThatIsNotOurs_IsNotAnswered(string host)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await Raw.SendAsync(server.Address, $"GET /api/v1/dispatches HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.Equal(400, Raw.StatusOf(answer));
    }

    [Fact]
    public async Task APreflightFromAForeignPage_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, "api/v1/dispatches");
        request.Headers.TryAddWithoutValidation("Origin", "http://evil.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task APostFromAnotherSite_WithoutOrigin_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/resume");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }
}
