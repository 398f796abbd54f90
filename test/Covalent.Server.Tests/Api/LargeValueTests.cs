using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Covalent.Core.Bundles;
using Covalent.Server.Tests.Hosting;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

public sealed class LargeValueTests
{
    private const int Size = 300 << 20;
    private const int Huge = 400 << 20;

    // A quarter of the largest value; 17 MiB were measured.
    private const long Most = 100L << 20;

    [Fact]
    public async Task AValueOf300Megabytes_IsSentByAServerWithAThirdOfThatMemory()
    {
        var folder = TestServer.NewFolder();
        string id;
        await using (var server = await ServerProcessRun.StartAsync(folder))
        {
            using var use = ClientProvider.Use(server.Client);
            id = await DispatchAsync(() => LargeTasks.Lattice(Size));
            Assert.Equal(Status.Completed, (await server.Client.WaitAsync(id)).Status);
            await server.StopAsync();
        }

        await using (var server = await ServerProcessRun.StartAsync(folder, 0, ("DOTNET_GCHeapHardLimit", "0x6000000")))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
            var path = $"api/v1/dispatches/{id}/result";
            var hashes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => HashAsync(http, path)));
            Assert.All(hashes, hash => Assert.Equal((hashes[0].Hash, hashes[0].Length), hash));
            Assert.True(hashes[0].Length > Size);
            Assert.Equal((HttpStatusCode.PartialContent, 1000), await RangeAsync(http, path, hashes[0].Length - 1000, null));
            Assert.Equal((HttpStatusCode.PartialContent, 5), await RangeAsync(http, path, 0, 4));
            Assert.Contains("\"length\":" + hashes[0].Length, await http.GetStringAsync(path + "?format=json"), StringComparison.Ordinal);
            Assert.Equal(Size, (await server.Client.GetResultAsync(id))!.Decode<byte[]>().Length);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task LargeResultsAndUploads_PassThroughTheServer_WithoutBeingInItsMemory()
    {
        var folder = TestServer.NewFolder();
        var archive = Path.Combine(folder, "archive");
        await using (var server = await ServerProcessRun.StartAsync(folder))
        {
            using var use = ClientProvider.Use(server.Client);
            await server.Client.WaitAsync(await DispatchAsync(() => LargeTasks.Checked(1000)));
            var before = PeakMemory.Restart(server.Id);

            // A worker's result, which another worker then takes in; both together; out and in again as an archive.
            var id = await DispatchAsync(() => LargeTasks.Checked(Huge));
            Assert.Equal(Status.Completed, (await server.Client.WaitAsync(id)).Status);
            var both = await DispatchAsync(() => LargeTasks.Twice(Size));
            Assert.Equal(Status.Completed, (await server.Client.WaitAsync(both)).Status);
            using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
            Assert.True((await HashAsync(http, $"api/v1/dispatches/{both}/result")).Length > 2L * Size);
            await using (var file = File.Create(archive))
            {
                await server.Client.ExportAsync(id, file);
            }

            await server.Client.DeleteAsync([id]);
            await using (var file = File.OpenRead(archive))
            {
                Assert.Equal(id, await server.Client.ImportAsync(file));
            }

            Assert.Equal(LargeTasks.HashOf(LargeTasks.Block(Huge)), (await server.Client.GetResultAsync(id))!.Decode<string>());
            await UploadAsync(http);
            var growth = PeakMemory.Read(server.Id) - before;
            TestContext.Current.SendDiagnosticMessage($"The server's peak grew by {growth >> 20} MiB.");
            Assert.InRange(growth, 0, Most);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Output_OfATaskThatPrintedMuch_IsReadByRangeAndTail()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(() => LargeTasks.Talkative());
        await server.Client.WaitAsync(id);
        var path = $"api/v1/dispatches/{id}/nodes/0/stdout";
        var whole = await server.Http.GetStringAsync(path);
        Assert.Equal(LargeTasks.Lines * (LargeTasks.Line.Length + 1), whole.Length);
        Assert.Equal(whole[^10..], await server.Http.GetStringAsync(path + "?tail=10"));
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(20_000, 20_009) } };
        using var part = await server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.PartialContent, whole[20_000..20_010]), (part.StatusCode, await part.Content.ReadAsStringAsync()));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(whole.Length, null) } };
        using var nothing = await server.Http.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, nothing.StatusCode);
    }

    [Fact]
    public async Task ADownloadThatIsCut_GoesOnWhereItWas()
    {
        var payload = Payload.Encode(Enumerable.Range(0, 100_000).Select(number => (byte)number).ToArray()).ToArray();
        var ranges = new List<string?>();
        await using var listener = new LoopbackListener(async call =>
        {
            ranges.Add(call.Request.Headers["Range"]);
            var isCut = ranges.Count < 3;
            var from = call.Request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            call.Response.StatusCode = from == 0 ? 200 : 206;
            call.Response.ContentType = "application/vnd.covalent.payload";
            call.Response.ContentLength64 = payload.Length - from;
            if (from > 0)
            {
                call.Response.Headers["Content-Range"] = $"bytes {from}-{payload.Length - 1}/{payload.Length}";
            }

            await call.Response.OutputStream.WriteAsync(payload.AsMemory(from, isCut ? 30_000 : payload.Length - from));
            await call.Response.OutputStream.FlushAsync();
            if (isCut)
            {
                call.Response.Abort();
            }
            else
            {
                call.Response.Close();
            }
        });
        await using var client = new HttpDispatcherClient(new Uri(listener.Address));
        var value = (await client.GetResultAsync("any"))!.Decode<byte[]>();
        Assert.Equal(3, ranges.Count);
        Assert.Equal(payload[^value.Length..], value);
        Assert.Null(ranges[0]);
        Assert.All(ranges[1..], range => Assert.StartsWith("bytes=", range!, StringComparison.Ordinal));
    }

    private static async Task UploadAsync(HttpClient http)
    {
        var block = LargeTasks.Block(Size);
        var sha256 = LargeTasks.HashOf(block);
        var manifest = BundleManifestJson.Create("App", "linux-x64", [], [new BundleFile("large.dat", sha256, block.Length)]);
        using var announced = await http.PutAsync($"api/v1/bundles/{manifest.Id}", new ByteArrayContent(BundleManifestJson.Write(manifest)));
        announced.EnsureSuccessStatusCode();
        using var sent = await http.PutAsync($"api/v1/bundles/{manifest.Id}/files/{sha256}", new ByteArrayContent(block));
        sent.EnsureSuccessStatusCode();
        using var document = new HttpRequestMessage(HttpMethod.Put, $"api/v1/documents/{sha256}") { Content = new ByteArrayContent(block) };
        document.Headers.Add("Upload-Length", block.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var taken = await http.SendAsync(document);
        taken.EnsureSuccessStatusCode();
    }

    private static async Task<(string Hash, long Length)> HashAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        return (Convert.ToHexString(await SHA256.HashDataAsync(body)), response.Content.Headers.ContentLength!.Value);
    }

    private static async Task<(HttpStatusCode Status, int Length)> RangeAsync(HttpClient http, string path, long from, long? to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(from, to) } };
        using var response = await http.SendAsync(request);
        return (response.StatusCode, (await response.Content.ReadAsByteArrayAsync()).Length);
    }
}

/// <summary>Electrons that give and print much.</summary>
public static class LargeTasks
{
    public const int Lines = 2000;
    public const string Line = "a line of output that is not short";

    public static byte[] Block(int size)
    {
        var block = new byte[size];
        new Random(7).NextBytes(block);
        return block;
    }

    public static int Talk()
    {
        for (var i = 0; i < Lines; i++)
        {
            Console.Write(Line + "\n");
        }

        return Lines;
    }

    public static string HashOf(byte[] block) => Convert.ToHexStringLower(SHA256.HashData(block));

    public static Node<byte[]> Lattice(int size) => Electron(() => Block(size));

    /// <summary>A large value from one worker to another.</summary>
    public static Node<string> Checked(int size)
    {
        var block = Electron(() => Block(size));
        return Electron(() => HashOf(block));
    }

    /// <summary>A large value from one job of an executor to the next.</summary>
    public static Node<string> CheckedAt(int size, ExecutorSpec executor)
    {
        var block = Electron(() => Block(size), executor);
        return Electron(() => HashOf(block), executor);
    }

    /// <summary>A value that is put together from two large ones.</summary>
    public static Node<(byte[] First, byte[] Second)> Twice(int size)
    {
        var block = Electron(() => Block(size));
        return Gather(block, block);
    }

    public static Node<int> Talkative() => Electron(() => Talk());
}
