using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

/// <summary>Submissions that are sent beforehand and go on where they were cut.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task ALargeSubmission_IsSentBeforehand_AndLeavesNothing()
    {
        await using var server = await TestServer.StartAsync(options => options with { LargestBody = 1 << 20 });
        using var use = ClientProvider.Use(server.Client);
        var block = new byte[24 << 20];
        new Random(3).NextBytes(block);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(block)), (await RunAsync(DocumentTasks.Hash, block)).Value);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Folder, "uploads"), "*.document*"));
    }

    [Fact]
    public async Task ADocumentThatIsCut_GoesOnAtItsOffset()
    {
        await using var server = await TestServer.StartAsync();
        var bytes = new byte[100_000];
        new Random(4).NextBytes(bytes);
        var path = "api/v1/documents/" + Hash(bytes);
        Assert.Equal(0, await OffsetAsync(server, path));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(server, HttpMethod.Put, path, bytes[..40_000], 0, bytes.Length));
        Assert.Equal(40_000, await OffsetAsync(server, path));
        Assert.Equal(HttpStatusCode.Conflict, await SendAsync(server, HttpMethod.Patch, path, bytes[50_000..], 50_000, bytes.Length));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(server, HttpMethod.Patch, path, bytes[40_000..], 40_000, bytes.Length));
        Assert.Equal(bytes.Length, await OffsetAsync(server, path));
        using var submit = new HttpRequestMessage(HttpMethod.Post, "api/v1/dispatches") { Headers = { { "Covalent-Document", Hash(bytes) } }, Content = Binary([]) };
        using var refused = await server.Http.SendAsync(submit);
        Assert.Contains("does not begin like one", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostileDocuments_AreRefused_AndWriteNothing()
    {
        await using var server = await TestServer.StartAsync(options => options with { LargestDocument = 1000 });
        var bytes = new byte[500];
        var good = "api/v1/documents/" + Hash(bytes);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(server, HttpMethod.Put, good, bytes, 0, 1001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(server, HttpMethod.Put, good, bytes, 0, 100));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SendAsync(server, HttpMethod.Put, "api/v1/documents/" + new string('a', 64), bytes, 0, 500));
        Assert.Equal(0, await OffsetAsync(server, "api/v1/documents/" + new string('a', 64)));
        foreach (var name in new[] { "x", new string('A', 64), "..%2F..%2Fserver.json", new string('a', 63) + "%2F", "%00" + new string('a', 63) })
        {
            Assert.Contains(await SendAsync(server, HttpMethod.Put, "api/v1/documents/" + name, bytes, 0, 500), new[] { HttpStatusCode.BadRequest, HttpStatusCode.NotFound });
        }

        using var missing = new HttpRequestMessage(HttpMethod.Post, "api/v1/dispatches") { Headers = { { "Covalent-Document", new string('b', 64) } }, Content = Binary([]) };
        using var answer = await server.Http.SendAsync(missing);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("document_missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var traversal = new HttpRequestMessage(HttpMethod.Post, "api/v1/dispatches") { Headers = { { "Covalent-Document", "../../server.json" } }, Content = Binary([]) };
        using var refused = await server.Http.SendAsync(traversal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(server.Folder, "uploads")), file => file.EndsWith(".document", StringComparison.Ordinal));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<long> OffsetAsync(TestServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await server.Http.SendAsync(request);
        return long.Parse(response.EnsureSuccessStatusCode().Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<HttpStatusCode> SendAsync(TestServer server, HttpMethod method, string path, byte[] bytes, long offset, long length)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Binary(bytes) };
        request.Headers.Add("Upload-Offset", $"{offset}");
        request.Headers.Add("Upload-Length", $"{length}");
        using var response = await server.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static ByteArrayContent Binary(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.covalent.dispatch") } };
}

/// <summary>Electrons with large inputs.</summary>
public static class DocumentTasks
{
    public static string HashOf(byte[] block) => Convert.ToHexString(SHA256.HashData(block));

    public static Node<string> Hash(Node<byte[]> block) => Electron(() => HashOf(block));
}
