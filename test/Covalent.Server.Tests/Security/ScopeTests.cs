using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using Covalent.Server.Api;
using Covalent.Server.Security;

namespace Covalent.Server.Tests.Security;

/// <summary>Every operation there is, without a token and with one that allows everything else.</summary>
public sealed class ScopeTests
{
    private static readonly string[] Open = ["/health", "/ready", "/openapi/v1.json", "/api/v1/session"];

    [Fact]
    public async Task EveryOperation_AsksForATokenOfItsScope()
    {
        await using var server = await TestServer.StartAsync();
        var tokens = new Dictionary<Scope, string>
        {
            [Scope.Read] = server.Server.Parts.Tokens.Add("all but read", "submit,cancel"),
            [Scope.Submit] = server.Server.Parts.Tokens.Add("all but submit", "read,cancel"),
            [Scope.Cancel] = server.Server.Parts.Tokens.Add("all but cancel", "read,submit"),
            [Scope.Admin] = server.Server.Parts.Tokens.Add("all but admin", "read,submit,cancel"),
        };
        var wrong = new List<string>();
        foreach (var route in ApiRoutes.All.Where(route => route.Scope != Scope.None))
        {
            var without = await StatusAsync(server, route, null);
            var other = await StatusAsync(server, route, tokens[route.Scope]);
            if ((without, other) != (HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden))
            {
                wrong.Add($"{route.Method} {route.Pattern}: {(int)without} without a token, {(int)other} with another scope");
            }
        }

        Assert.Empty(wrong);
        Assert.All(ApiRoutes.All.Where(route => route.Scope == Scope.None), route => Assert.Contains(route.Pattern, Open));
        Assert.DoesNotContain(ApiRoutes.All, route => route.Scope is Scope.None or Scope.Read && route.IsChange && route.Pattern != "/api/v1/session");
    }

    [Fact]
    public void EveryTableOfOperations_IsRouted()
    {
        var declared = typeof(ApiRoute).Assembly.GetTypes().Select(type => type.GetProperty("Routes", BindingFlags.Static | BindingFlags.Public))
            .Where(property => property?.PropertyType == typeof(IReadOnlyList<ApiRoute>)).SelectMany(property => (IReadOnlyList<ApiRoute>)property!.GetValue(null)!);
        Assert.Equal(declared.Select(route => $"{route.Method} {route.Pattern}").Order(), ApiRoutes.All.Select(route => $"{route.Method} {route.Pattern}").Order());
    }

    [Fact]
    public async Task AServerOthersCanReach_StaysClosed_WhenItsLastTokenIsRemoved()
    {
        var folder = TestServer.NewFolder();
        new TokenStore(folder, TimeProvider.System).Add("someone", "admin");
        await using (var server = await TestServer.StartAsync(options => options with { Address = "*" }, folder))
        {
            server.Server.Parts.Tokens.Remove("someone");
            using var answer = await server.Http.GetAsync("api/v1/dispatches");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ARefusal_TellsHowToComeIn_AlsoToAllowedPages()
    {
        await using var server = await TestServer.StartAsync(options => options with { Token = "a-secret", AllowedOrigins = ["https://lab.example.org"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches") { Headers = { { "Origin", "https://lab.example.org" } } };
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Equal("https://lab.example.org", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, ApiRoute route, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Regex.Replace(route.Pattern, @"\{\w+\}", "x").TrimStart('/'));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
