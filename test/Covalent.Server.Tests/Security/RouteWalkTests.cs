using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Covalent.Core.Recording;
using Covalent.Server.Api;
using Covalent.Server.Security;

namespace Covalent.Server.Tests.Security;

/// <summary>Every operation there is, attacked in every way: nothing is read, written or crashed, and none fails as if the mistake were ours.</summary>
public sealed partial class RouteWalkTests
{
    private const string Secret = "do-not-read-me";

    private static readonly string[] Names =
    [
        // Plain dots are folded away before routing, which leads to another operation; TraversalTests sends them.
        "..%2f..", "%2e%2e%2f%2e%2e%2fdata-sibling%2fsecret", "..%5c..%5cdata-sibling", "%252e%252e%252fdata-sibling", "/etc/passwd", "%2fetc%2fpasswd", "..%2fdata-sibling%2fsecret",
        "%00", "a%00b", "%0d%0aSet-Cookie:%20x=1", "%e2%80%ae", "%ff%fe", "%c0%ae%c0%ae", "con", "~root", "a;b|c`d`", "%2e%2e%00.dll", new string('a', 4000), new string('0', 63), new string('0', 65), "-1", "2147483648", "1e9", "NaN",
    ];

    private static readonly string[] HostileJson =
    [
        "", " ", "null", "[]", "{", "{}}", "\"x\"", "17", "{\"nodes\":[1e999]}", "{\"nodes\":[99999999999999999999]}", "{\"nodes\":[-1]}", "{\"nodes\":\"all\"}", "{\"nodes\":[1],\"nodes\":[2]}", "{\"dispatch_ids\":[null]}",
        "{\"dispatch_ids\":{\"a\":1}}", "{\"dispatch_ids\":[\"../x\"],\"dispatch_ids\":[\"y\"]}", "{\"kind\":\"dir\",\"path\":\"\\u0000\"}", "{\"kind\":\"time\",\"interval_seconds\":1e308}", "{\"kind\":\"time\",\"kind\":\"dir\"}",
        "{\"kind\":\"database\",\"database\":\"x\",\"query\":\"drop table x\",\"poll_seconds\":-1e300}", "{\"name\":\"\\ud800\",\"scopes\":\"read\"}", "{\"name\":\"x\",\"scopes\":\"root\"}", "{\"reuse_previous_results\":1}",
        "{\"inputs\":{\"length\":1e999}}", "{\"new_dispatch_id\":\"../../x\"}", "{\"id\":\"x\",\"files\":[{\"path\":\"a\",\"sha256\":\"b\",\"length\":-5}]}", new string('[', 100_000), "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5000)),
    ];

    private static IEnumerable<ApiRoute> Authorized => ApiRoutes.All.Where(route => route.Scope != Scope.None);

    [Fact]
    [Trait("Checklist", "67")]
    public async Task EveryName_InEveryRoute_LeadsNowhere()
    {
        var parent = TestServer.NewFolder();
        var data = Path.Combine(parent, "data");
        var sibling = Directory.CreateDirectory(data + "-sibling").FullName;
        await File.WriteAllTextAsync(Path.Combine(sibling, "secret"), Secret);
        var wrong = new List<string>();
        await using (var server = await TestServer.StartAsync(folder: data))
        {
            var before = Everything(parent);
            foreach (var (route, name) in from route in ApiRoutes.All where route.Pattern.Contains('{', StringComparison.Ordinal) from name in Names select (route, name))
            {
                var answer = await Raw.SendAsync(server.Address, $"{route.Method} {Parameter().Replace(route.Pattern, name)} HTTP/1.1\r\nHost: localhost\r\nUpload-Length: 4\r\nUpload-Offset: 0\r\nConnection: close\r\nContent-Length: 4\r\n\r\nevil");
                // Removing what is not there is done.
                var isDone = Raw.StatusOf(answer) == 204 && route is { Method: "DELETE", Pattern: "/api/v1/triggers/{trigger}" };
                if ((!isDone && Raw.StatusOf(answer) is < 400 or > 499) || answer.Contains(Secret, StringComparison.Ordinal) || answer.Contains("\nSet-Cookie", StringComparison.OrdinalIgnoreCase))
                {
                    wrong.Add($"{route.Method} {route.Pattern} with {name[..Math.Min(40, name.Length)]}: {Raw.StatusOf(answer)}");
                }
            }

            Assert.Equal(before, Everything(parent));
        }

        Assert.Empty(wrong);
        Directory.Delete(parent, recursive: true);
    }

    [Fact]
    public async Task EveryRoute_CalledFromAForeignPage_IsRefusedAndTellsThePageNothing()
    {
        await using var server = await TestServer.StartAsync(options => options with { AllowedOrigins = ["https://lab.example"] });
        var wrong = new List<string>();
        foreach (var (route, origin) in from route in ApiRoutes.All from origin in new[] { "https://evil.example", "null", "https://lab.example.evil.example", "http://lab.example", "file://", "https://lab.example https://evil.example" } select (route, origin))
        {
            foreach (var method in new[] { route.Method, "OPTIONS" })
            {
                using var request = Request(method, route);
                request.Headers.TryAddWithoutValidation("Origin", origin);
                using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if (response.StatusCode != HttpStatusCode.Forbidden || response.Headers.Contains("Access-Control-Allow-Origin"))
                {
                    wrong.Add($"{method} {route.Pattern} from {origin}: {(int)response.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryChange_CalledByAnotherSiteWithoutAnOrigin_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var route in ApiRoutes.All.Where(route => route.Method is not ("GET" or "HEAD")))
        {
            using var request = Request(route.Method, route);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
            using var response = await server.Http.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{route.Method} {route.Pattern}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task EveryRoute_WithAMisshapenToken_IsRefused()
    {
        await using var server = await TestServer.StartAsync(options => options with { Token = "right" });
        string[] lines =
        [
            "Authorization: Bearer", "Authorization: Bearer  ", "Authorization: right", "Authorization: Basic cmlnaHQ=", "Authorization: Bearer right right", "Authorization: Bearer RIGHT", "Authorization: Bearer righ", "Authorization: Bearer right\0",
            "Authorization: Bearer " + new string('x', 8000), "Authorization: Bearer right, Bearer wrong", "Cookie: covalent_token=wrong", "Cookie: covalent_token=", "X-Authorization: Bearer right",
        ];
        foreach (var (route, line) in from route in Authorized from line in lines select (route, line))
        {
            var answer = await Raw.SendAsync(server.Address, $"{route.Method} {Parameter().Replace(route.Pattern, "x")} HTTP/1.1\r\nHost: localhost\r\n{line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Assert.True(Raw.StatusOf(answer) is 400 or 401 or 429 or 431, $"{route.Method} {route.Pattern} with {line}: {answer}");
        }
    }

    [Fact]
    public async Task EveryJsonBody_HoweverHostile_IsTheCallersMistake()
    {
        await using var server = await TestServer.StartAsync();
        var wrong = new List<string>();
        byte[][] bodies = [.. HostileJson.Select(Encoding.UTF8.GetBytes), [0xFF, 0xFE, 0x7B], [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8], [0xEF, 0xBB, 0xBF, .. "{}"u8], new byte[1000]];
        foreach (var route in ApiRoutes.All.Where(route => route.Body.Contains("application/json")))
        {
            foreach (var body in bodies)
            {
                var id = await RegisterAsync(server);
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), Parameter().Replace(route.Pattern, id).TrimStart('/')) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new("application/json");
                using var response = await server.Http.SendAsync(request);
                if ((int)response.StatusCode >= 500)
                {
                    wrong.Add($"{route.Method} {route.Pattern} with {Encoding.Latin1.GetString(body)[..Math.Min(60, body.Length)]}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryBody_ThatLiesAboutItsLength_IsTurnedAwayAndLeavesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var id = await RegisterAsync(server);
        string[] lies = ["FFFFFFFFFFFFFFFF\r\nx", "-1\r\nx", "Z\r\nx", "5\r\nab\r\n0\r\n\r\n", "1;" + new string('e', 9000) + "\r\nx", "\r\n", "4\r\nevil", "0x4\r\nevil\r\n0\r\n\r\n"];
        foreach (var (route, lie) in from route in ApiRoutes.All where route.Body.Count > 0 from lie in lies select (route, lie))
        {
            var path = Parameter().Replace(route.Pattern, id);
            var head = $"{route.Method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {route.Body[0]}\r\nUpload-Length: 4\r\nUpload-Offset: 0\r\nConnection: close\r\n";
            foreach (var request in new[] { $"{head}Transfer-Encoding: chunked\r\n\r\n{lie}", $"{head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{lie}", $"{head}Content-Length: 4\r\nContent-Length: 9\r\n\r\nevil", $"{head}Content-Length: 4000\r\n\r\n{lie[..1]}" })
            {
                var answer = await Raw.SendAndFinishAsync(server.Address, request);
                Assert.True(Raw.StatusOf(answer) is 0 or (>= 200 and < 500), $"{route.Method} {path} with {lie[..Math.Min(20, lie.Length)]}: {answer}");
            }
        }

        Assert.True(!Directory.Exists(Path.Combine(server.Folder, "uploads")) || Directory.GetFileSystemEntries(Path.Combine(server.Folder, "uploads")) is []);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(server.Folder, "backups") is var backups && Directory.Exists(backups) ? backups : Directory.CreateDirectory(backups).FullName));
        Assert.Equal(0, server.Server.Parts.Disk.Held);
    }

    [Theory]
    [InlineData("traceparent", "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff-ff")]
    [InlineData("tracestate", "a=b,a=b,=,\u007f")]
    [InlineData("Last-Event-ID", "99999999999999999999999999")]
    [InlineData("Last-Event-ID", "../../x:-1")]
    [InlineData("Range", "bytes=18446744073709551616-")]
    [InlineData("Range", "bytes=5-1,-0,9-")]
    [InlineData("Accept", "*/*;q=1e999")]
    [InlineData("If-None-Match", "\"")]
    [InlineData("Idempotency-Key", "\u0001")]
    [InlineData("Covalent-Document", "../../tokens.json")]
    [InlineData("Content-Encoding", "br, br, br")]
    public async Task AHeader_ThatMakesNoSense_BreaksNoRoute(string name, string value)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var route in ApiRoutes.All.Where(route => !route.IsLong || route.Pattern.Contains('{', StringComparison.Ordinal)))
        {
            var answer = await Raw.SendAsync(server.Address, $"{route.Method} {Parameter().Replace(route.Pattern, "x")} HTTP/1.1\r\nHost: localhost\r\n{name}: {value}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Assert.True(Raw.StatusOf(answer) is >= 200 and < 500, $"{route.Method} {route.Pattern}: {answer}");
        }
    }

    private static HttpRequestMessage Request(string method, ApiRoute route) => new(new HttpMethod(method), Parameter().Replace(route.Pattern, "x").TrimStart('/'));

    private static async Task<string> RegisterAsync(TestServer server)
    {
        var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [2], null);
        var request = new DispatchRequest { DispatchId = Guid.CreateVersion7().ToString(), Graph = recorded.Graph, Lattice = recorded.Info };
        await server.Server.Parts.Engine.Dispatcher.RegisterAsync(request);
        return request.DispatchId;
    }

    // Logs and the database may grow; no name may come or go.
    private static IEnumerable<string> Everything(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("covalent.db", StringComparison.Ordinal) && !path.Contains("/logs", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
