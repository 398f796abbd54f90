using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Covalent.Server.Security;

namespace Covalent.Server.Tests.Security;

public sealed class TokenTests
{
    [Theory]
    [InlineData("read", "GET", "api/v1/dispatches", HttpStatusCode.OK)]
    [InlineData("read", "POST", "api/v1/dispatches/x/cancel", HttpStatusCode.Forbidden)]
    [InlineData("read", "POST", "api/v1/dispatches", HttpStatusCode.Forbidden)]
    [InlineData("read", "DELETE", "api/v1/dispatches/x", HttpStatusCode.Forbidden)]
    [InlineData("cancel", "POST", "api/v1/dispatches/x/cancel", HttpStatusCode.NotFound)]
    [InlineData("submit", "GET", "api/v1/dispatches", HttpStatusCode.Forbidden)]
    [InlineData("submit", "POST", "api/v1/resume", HttpStatusCode.OK)]
    [InlineData("read,submit,cancel", "GET", "api/v1/admin/tokens", HttpStatusCode.Forbidden)]
    [InlineData("admin", "GET", "api/v1/admin/tokens", HttpStatusCode.OK)]
    public async Task AToken_AllowsItsScopesOnly(string scopes, string method, string path, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        var token = server.Server.Parts.Tokens.Add("someone", scopes);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cov_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task AWrongToken_IsTurnedAwayAndAudited(string? token)
    {
        await using var server = await TestServer.StartAsync();
        server.Server.Parts.Tokens.Add("someone", "admin");
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        using var response = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("\"status\":401", await File.ReadAllTextAsync(Path.Combine(server.Folder, "logs", "audit.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AToken_IsNeverStoredNorLogged()
    {
        await using var server = await TestServer.StartAsync();
        var token = server.Server.Parts.Tokens.Add("someone", "admin");
        await using var client = server.NewClient(token);
        await client.ListAsync(new DispatchQuery());
        await client.ResumeAsync();
        Assert.DoesNotContain(token, new HttpDispatcherClientOptions(new Uri(server.Address)) { Token = token }.ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain(token, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ARemovedToken_StopsWorkingAtOnce()
    {
        await using var server = await TestServer.StartAsync();
        server.Server.Parts.Tokens.Add("other", "read");
        var token = server.Server.Parts.Tokens.Add("someone", "read");
        await using var client = server.NewClient(token);
        await client.ListAsync(new DispatchQuery());
        server.Server.Parts.Tokens.Remove("someone");
        var refused = await Assert.ThrowsAsync<ServerRefusedException>(() => client.ListAsync(new DispatchQuery()));
        Assert.Equal((401, "unauthorized"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task AnExpiredToken_IsTurnedAway()
    {
        await using var server = await TestServer.StartAsync();
        var token = server.Server.Parts.Tokens.Add("someone", "read", DateTimeOffset.UnixEpoch);
        await using var client = server.NewClient(token);
        await Assert.ThrowsAsync<ServerRefusedException>(() => client.ListAsync(new DispatchQuery()));
    }

    [Fact]
    public async Task ManyWrongTokens_MakeTheirAddressWait()
    {
        await using var server = await TestServer.StartAsync();
        server.Server.Parts.Tokens.Add("someone", "read");
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 21; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/dispatches") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}") } };
            using var response = await server.Http.SendAsync(request);
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task AServerOthersCanReach_WithoutToken_RefusesToStart()
    {
        var folder = TestServer.NewFolder();
        var refused = await Assert.ThrowsAsync<CovalentException>(() => TestServer.StartAsync(options => options with { Address = "*" }, folder));
        Assert.Contains("COVALENT_SERVER_TOKEN", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AServerOthersCanReach_WithAToken_AsksForIt()
    {
        await using var server = await TestServer.StartAsync(options => options with { Address = "*", Token = "a-secret-of-the-container" });
        using var without = await server.Http.GetAsync("api/v1/dispatches");
        await using var client = server.NewClient("a-secret-of-the-container");
        Assert.Equal((HttpStatusCode.Unauthorized, 0), (without.StatusCode, (await client.ListAsync(new DispatchQuery())).Total));
    }

    [Fact]
    public void TheTokenFile_IsReadableByItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        var folder = TestServer.NewFolder();
        new TokenStore(folder, TimeProvider.System).Add("someone", "read");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "tokens.json")));
        Directory.Delete(folder, recursive: true);
    }
}
