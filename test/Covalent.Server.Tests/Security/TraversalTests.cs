using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Covalent.Server.Tests.Security;

/// <summary>Names that try to lead out of the data folder. Nothing may be read, written or crash.</summary>
public sealed class TraversalTests
{
    private const string Secret = "do-not-read-me";

    public static TheoryData<string> Names =>
    [
        "..", "../..", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "....//....//", "/etc/passwd", "%2fetc%2fpasswd", "%00", "a%00b", "..;/", "C:%5cWindows", "~", "con", "%c0%ae%c0%ae%c0%af",
        "../SIBLING", "..%2fSIBLING", "../SIBLING/secret", "..%2fSIBLING%2fsecret",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Checklist", "67")]
    public async Task AName_ThatLeadsOut_ReadsAndWritesNothing(string name)
    {
        var parent = TestServer.NewFolder();
        var data = Path.Combine(parent, "data");
        // The sibling whose name begins like the data folder's own is what a check by prefix lets through.
        var sibling = Directory.CreateDirectory(data + "-sibling").FullName;
        await File.WriteAllTextAsync(Path.Combine(sibling, "secret"), Secret);
        await using (var server = await TestServer.StartAsync(folder: data))
        {
            var attack = name.Replace("SIBLING", "data-sibling", StringComparison.Ordinal);
            foreach (var (method, path) in Places(attack))
            {
                var answer = await Raw.SendAsync(server.Address, $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 4\r\n\r\nevil");
                Assert.InRange(Raw.StatusOf(answer), 400, 499);
                Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
            }

            Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
        }

        Assert.Equal(["data", "data-sibling"], Directory.GetFileSystemEntries(parent).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["secret"], Directory.GetFileSystemEntries(sibling).Select(Path.GetFileName));
        Directory.Delete(parent, recursive: true);
    }

    [Theory]
    [InlineData("../evil.dll")]
    [InlineData("/tmp/evil.dll")]
    [InlineData("a/../../evil.dll")]
    [InlineData("a\\..\\evil.dll")]
    [InlineData("C:evil.dll")]
    [InlineData("")]
    [InlineData("./evil.dll")]
    public async Task ABundle_WithAFileOutsideItself_IsRefused(string path)
    {
        await using var server = await TestServer.StartAsync();
        var sha = Convert.ToHexStringLower(SHA256.HashData("evil"u8));
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"App\nlinux-x64\n{path}\0{sha}\0{4}\n")));
        var manifest = new JsonObject
        {
            ["format"] = "covalent/bundle",
            ["version"] = 1,
            ["id"] = id,
            ["application"] = "App",
            ["rid"] = "linux-x64",
            ["frameworks"] = new JsonArray(),
            ["files"] = new JsonArray(new JsonObject { ["path"] = path, ["sha256"] = sha, ["length"] = 4 }),
        };
        using var response = await server.Http.PutAsync($"api/v1/bundles/{id}", new StringContent(manifest.ToJsonString()));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(server.Folder, "uploads")));
    }

    private static IEnumerable<(string Method, string Path)> Places(string name) =>
    [
        ("GET", $"/api/v1/dispatches/{name}"), ("GET", $"/api/v1/dispatches/{name}/graph"), ("GET", $"/api/v1/dispatches/{name}/nodes/0/stdout"), ("POST", $"/api/v1/dispatches/{name}/start"),
        ("DELETE", $"/api/v1/dispatches/{name}"), ("GET", $"/api/v1/bundles/{name}"), ("PUT", $"/api/v1/bundles/{name}"), ("PUT", $"/api/v1/bundles/{name}/files/{name}"),
        ("HEAD", $"/api/v1/bundles/{name}/files/{name}"), ("GET", $"/api/v1/dispatches/x/nodes/{name}/stdout"), ("GET", $"/api/v1/executors/{name}"), ("GET", $"/{name}"),
    ];
}
