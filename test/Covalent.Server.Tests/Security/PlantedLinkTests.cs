using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Bundles;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Security;

/// <summary>Links that somebody who can write to the data folder, such as a task, put where the server keeps files of its own: nothing outside is read,
/// written or deleted through them.</summary>
public sealed class PlantedLinkTests : IDisposable
{
    private const string Secret = "do-not-touch-me";
    private readonly string _outside = Directory.CreateTempSubdirectory("covalent-outside-").FullName;

    private string Victim => Path.Combine(_outside, "victim");

    public PlantedLinkTests()
    {
        File.WriteAllText(Victim, Secret);
        File.SetLastWriteTimeUtc(Victim, DateTime.UnixEpoch);
    }

    public void Dispose()
    {
        Directory.Delete(_outside, recursive: true);
    }

    [Theory]
    [InlineData(".document-part")]
    [InlineData(".document")]
    public async Task Link_InPlaceOfAnUploadedDocument_IsReplaced(string extension)
    {
        await using var server = await TestServer.StartAsync();
        var bytes = Encoding.UTF8.GetBytes("a document that is no submission");
        var path = "api/v1/documents/" + Hash(bytes);
        Plant(Path.Combine(server.Folder, "uploads", Hash(bytes) + extension), Victim);
        using (var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path)))
        {
            Assert.Equal("0", head.Headers.GetValues("Upload-Offset").Single());
        }

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(server, HttpMethod.Put, path, bytes, 0));
        AssertUntouched();
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(server.Folder, "uploads", Hash(bytes) + ".document"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Link_InPlaceOfADocument_IsNotReadBySubmittingIt()
    {
        await using var server = await TestServer.StartAsync();
        var hash = Hash(Encoding.UTF8.GetBytes(Secret));
        Plant(Path.Combine(server.Folder, "uploads", hash + ".document"), Victim);
        using var submit = new HttpRequestMessage(HttpMethod.Post, "api/v1/dispatches") { Headers = { { "Covalent-Document", hash } }, Content = Binary([]) };
        using var answer = await server.Http.SendAsync(submit);
        Assert.Contains("document_missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertUntouched();
    }

    [Fact]
    public async Task Links_InPlaceOfAFileOfABundle_AndOfItsPart_AreReplaced()
    {
        await using var server = await TestServer.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(new string('x', Secret.Length));
        var manifest = BundleManifestJson.Create("App", "linux-x64", [], [new BundleFile("App.dll", Hash(bytes), bytes.Length)]);
        var stored = Path.Combine(server.Folder, "bundles", "objects", Hash(bytes)[..2], Hash(bytes));
        // Of the announced length, so that only what it is tells that it is not the file.
        Plant(stored, Victim);
        Plant(Path.Combine(server.Folder, "uploads", Hash(bytes) + ".part"), Victim);
        Plant(Path.Combine(server.Folder, "uploads", manifest.Id + ".json"), Victim);
        var bundle = $"api/v1/bundles/{manifest.Id}";
        using (var announced = await server.Http.PutAsync(bundle, new ByteArrayContent(BundleManifestJson.Write(manifest))))
        {
            Assert.Contains(Hash(bytes), await announced.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.InRange((int)await SendAsync(server, HttpMethod.Put, $"{bundle}/files/{Hash(bytes)}", bytes, 0), 200, 299);

        AssertUntouched();
        Assert.Null(new FileInfo(stored).LinkTarget);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(stored, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Link_InPlaceOfAResult_IsNotServed_AndIsNotFollowedByDeleting()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(LinkTasks.Result, 100_000);
        await server.Client.WaitAsync(id);
        var assets = new DirectoryInfo(Path.Combine(server.Folder, "assets")).GetFiles("*", SearchOption.AllDirectories);
        Assert.NotEmpty(assets);
        foreach (var asset in assets)
        {
            await File.WriteAllBytesAsync(Victim, new byte[asset.Length], TestContext.Current.CancellationToken);
            asset.Delete();
            Plant(asset.FullName, Victim);
        }

        var error = await Assert.ThrowsAnyAsync<CovalentException>(() => GetResultAsync<byte[]>(id, wait: true));
        Assert.Contains("is a link", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([id], (await server.Client.DeleteAsync([id])).Deleted);
        Assert.True(File.Exists(Victim));
        Assert.Empty(new DirectoryInfo(Path.Combine(server.Folder, "assets")).GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Links_InPlaceOfFolders_AreNotFollowedByClearingOut()
    {
        await using var server = await TestServer.StartAsync();
        var id = new string('a', 64);
        File.Move(Victim, Path.Combine(_outside, id));
        File.Copy(Path.Combine(_outside, id), Path.Combine(_outside, "old.tmp"));
        File.SetLastWriteTimeUtc(Path.Combine(_outside, "old.tmp"), DateTime.UnixEpoch);
        foreach (var folder in new[] { "bundles/objects/aa", $"bundles/trees/{id}", $"bundles/trees/{id}.x.tmp", "assets/aa", "uploads/aa" })
        {
            Plant(Path.Combine(server.Folder, folder), _outside);
        }

        await File.WriteAllBytesAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(server.Folder, "bundles", "manifests")).FullName, id + ".json"), [], TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(Path.Combine(server.Folder, "bundles", "manifests", id + ".json"), DateTime.UnixEpoch);

        server.Server.Parts.Engine.Bundles.Prune(new HashSet<string>(), DateTimeOffset.MaxValue);
        server.Server.Parts.Uploads.Forget(DateTimeOffset.MaxValue);
        await server.Server.Parts.Engine.Dispatcher.PurgeAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.False(File.Exists(Path.Combine(server.Folder, "bundles", "manifests", id + ".json")));
        Assert.Equal([id, "old.tmp"], Directory.GetFiles(_outside).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void AssertUntouched()
    {
        Assert.Equal(Secret, File.ReadAllText(Victim));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Victim));
    }

    private static void Plant(string link, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
    }

    private static async Task<HttpStatusCode> SendAsync(TestServer server, HttpMethod method, string path, byte[] bytes, long offset)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Upload-Offset", $"{offset}" }, { "Upload-Length", $"{bytes.Length}" } }, Content = Binary(bytes) };
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static ByteArrayContent Binary(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.covalent.dispatch") } };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>What the test runs.</summary>
public static class LinkTasks
{
    public static byte[] Block(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    public static Node<byte[]> Result(Node<int> length) => Electron(() => Block(length));
}
