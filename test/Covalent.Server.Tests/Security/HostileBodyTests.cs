using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Bundles;
using Covalent.Core.Client.Http;
using Covalent.Core.Recording;

namespace Covalent.Server.Tests.Security;

/// <summary>Bodies that lie about themselves. Each is turned away with a message, and the server goes on.</summary>
public sealed class HostileBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"graph\":1,\"lattice\":2}")]
    [InlineData("{\"lattice\":{\"name\":\"x\"},\"graph\":{\"format\":1}}")]
    [InlineData("{\"lattice\":{\"name\":\"x\"},\"graph\":{\"format\":99,\"templates\":[],\"nodes\":[]}}")]
    [InlineData("{\"lattice\":{\"name\":\"x\"},\"graph\":{\"format\":1,\"templates\":[],\"shared_constants\":[],\"nodes\":[{\"template\":7,\"slots\":\"\",\"parents\":[]}],\"output\":{\"type\":\"\",\"structure\":\"\"}}}")]
    [InlineData("{\"dispatch_id\":\"../../evil\",\"lattice\":{\"name\":\"x\"},\"graph\":{\"format\":1,\"templates\":[],\"shared_constants\":[],\"nodes\":[],\"output\":{\"type\":\"\",\"structure\":\"\"}}}")]
    public async Task HostileJson_IsABadRequest(string json)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Http.PostAsync("api/v1/dispatches?start=true", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task DeeplyNestedJson_IsABadRequest()
    {
        await using var server = await TestServer.StartAsync();
        var json = new string('[', 200_000);
        using var response = await server.Http.PostAsync("api/v1/dispatches", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task GraphBytes_AlteredOrCutAnywhere_NeverCrashTheServer()
    {
        await using var server = await TestServer.StartAsync();
        var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [4], null);
        var good = DispatchDocument.Write(new SubmitHead { DispatchId = "x" }, WireJson.Default.SubmitHead, recorded.Info, recorded.Graph).ToArray();
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var bad = round % 2 == 0 ? good[..random.Next(good.Length)] : [.. good];
            for (var i = 0; round % 2 == 1 && i < 3; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            using var content = new ByteArrayContent(bad);
            content.Headers.ContentType = new MediaTypeHeaderValue(DispatchDocument.ContentType);
            using var response = await server.Http.PostAsync("api/v1/dispatches", content);
            Assert.True((int)response.StatusCode is >= 200 and < 500, $"round {round}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        using var health = await server.Http.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task AnOversizeSubmission_IsTurnedAwayBeforeItIsRead()
    {
        await using var server = await TestServer.StartAsync(options => options with { LargestBody = 100_000 });
        using var told = await server.Http.PostAsync("api/v1/dispatches", new ByteArrayContent(new byte[200_000]));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "api/v1/dispatches") { Content = new StreamContent(new MemoryStream(new byte[200_000])), Headers = { TransferEncodingChunked = true } };
        using var found = await server.Http.SendAsync(chunked);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (told.StatusCode, found.StatusCode));
    }

    [Fact]
    public async Task ATruncatedBody_LeavesNothingBehind()
    {
        await using var server = await TestServer.StartAsync();
        using (var socket = new TcpClient())
        {
            var uri = new Uri(server.Address);
            await socket.ConnectAsync(uri.Host, uri.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/dispatches?start=true HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"lattice\":"));
        }

        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task AClientTooSlowWithItsHead_IsDropped()
    {
        await using var server = await TestServer.StartAsync(options => options with { HeadPatience = TimeSpan.FromMilliseconds(500) });
        using var socket = new TcpClient();
        var uri = new Uri(server.Address);
        await socket.ConnectAsync(uri.Host, uri.Port);
        await socket.GetStream().WriteAsync("GET /api/v1/dispatches HTTP/1.1\r\nHost: 127"u8.ToArray());
        var answer = await Raw.ReadAsync(socket.GetStream());
        Assert.Contains(Raw.StatusOf(answer), new[] { 0, 408 });
    }

    [Fact]
    public async Task AClientTooSlowWithItsBody_IsDropped()
    {
        await using var server = await TestServer.StartAsync(options => options with { BodyGrace = TimeSpan.FromSeconds(1.1), SlowestBody = 1_000_000 });
        using var socket = new TcpClient();
        var uri = new Uri(server.Address);
        await socket.ConnectAsync(uri.Host, uri.Port);
        await socket.GetStream().WriteAsync("POST /api/v1/dispatches HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"u8.ToArray());
        var answer = await Raw.ReadAsync(socket.GetStream());
        Assert.Contains(Raw.StatusOf(answer), new[] { 0, 400, 408 });
    }

    [Fact]
    public async Task ABundleFile_ThatIsNotWhatWasAnnounced_IsThrownAway()
    {
        await using var server = await TestServer.StartAsync();
        var (bundle, file) = await AnnounceAsync(server, "good"u8.ToArray());
        using var wrong = await server.Http.PutAsync($"api/v1/bundles/{bundle}/files/{file}", new ByteArrayContent("evil"u8.ToArray()));
        using var longer = await server.Http.PutAsync($"api/v1/bundles/{bundle}/files/{file}", new ByteArrayContent("good and more"u8.ToArray()));
        using var unknown = await server.Http.PutAsync($"api/v1/bundles/{bundle}/files/{new string('0', 64)}", new ByteArrayContent("good"u8.ToArray()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.NotFound), (wrong.StatusCode, longer.StatusCode, unknown.StatusCode));
        Assert.False(Directory.Exists(Path.Combine(server.Folder, "bundles", "objects")));
    }

    [Fact]
    public async Task ADecompressionBomb_StopsAtTheAnnouncedLength()
    {
        await using var server = await TestServer.StartAsync();
        var (bundle, file) = await AnnounceAsync(server, "good"u8.ToArray());
        using var bomb = new MemoryStream();
        await using (var brotli = new System.IO.Compression.BrotliStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await brotli.WriteAsync(new byte[64 << 20]);
        }

        using var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.ContentEncoding.Add("br");
        using var response = await server.Http.PutAsync($"api/v1/bundles/{bundle}/files/{file}", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task AnUpload_CutOff_GoesOnAtItsOffset()
    {
        await using var server = await TestServer.StartAsync();
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7)).ToArray();
        var (bundle, file) = await AnnounceAsync(server, bytes);
        var path = $"api/v1/bundles/{bundle}/files/{file}";
        using var first = await server.Http.PutAsync(path, new ByteArrayContent(bytes[..40_000]));
        using var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal("40000", head.Headers.GetValues("Upload-Offset").Single());
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new ByteArrayContent(bytes[40_000..]) };
        request.Headers.Add("Upload-Offset", "40000");
        using var rest = await server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.NoContent, "100000"), (rest.StatusCode, rest.Headers.GetValues("Upload-Offset").Single()));
        Assert.True(server.Server.Parts.Engine.Bundles.Has(new BundleFile("a.dll", file, bytes.Length)));
    }

    [Fact]
    [Trait("Checklist", "66")]
    public async Task ABundle_AnnouncedAgain_NamesOnlyWhatIsMissing()
    {
        await using var server = await TestServer.StartAsync();
        var (bundle, file) = await AnnounceAsync(server, "good"u8.ToArray());
        using var sent = await server.Http.PutAsync($"api/v1/bundles/{bundle}/files/{file}", new ByteArrayContent("good"u8.ToArray()));
        var other = Convert.ToHexStringLower(SHA256.HashData("more"u8));
        var larger = BundleManifestJson.Create("App", "linux-x64", [], [new BundleFile("a.dll", file, 4), new BundleFile("b.dll", other, 4)]);
        using var response = await server.Http.PutAsync($"api/v1/bundles/{larger.Id}", new ByteArrayContent(BundleManifestJson.Write(larger)));
        var reply = System.Text.Json.JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), WireJson.Default.MissingReply)!;
        Assert.Equal((false, other), (reply.IsComplete, Assert.Single(reply.Missing)));
    }

    private static async Task<(string Bundle, string File)> AnnounceAsync(TestServer server, byte[] bytes)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var manifest = BundleManifestJson.Create("App", "linux-x64", [], [new BundleFile("a.dll", sha, bytes.Length)]);
        using var response = await server.Http.PutAsync($"api/v1/bundles/{manifest.Id}", new ByteArrayContent(BundleManifestJson.Write(manifest)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (manifest.Id, sha);
    }
}
