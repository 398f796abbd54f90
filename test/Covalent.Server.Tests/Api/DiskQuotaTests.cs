using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Covalent.Core.Bundles;
using Covalent.Server.Operations;
using Covalent.Server.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Server.Tests.Api;

/// <summary>What clients send takes only its share of the disk, and not for ever.</summary>
public sealed class DiskQuotaTests
{
    private const int Part = 40_000;

    [Fact]
    public async Task Uploads_BeyondTheirShare_AreRefusedByTheNameOfTheSetting_AndGoOnWhenThereIsRoom()
    {
        await using var server = await TestServer.StartAsync(options => options with { UploadsQuota = 100_000 });
        Assert.Equal(HttpStatusCode.NoContent, (await BeginAsync(server, 1)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await BeginAsync(server, 2)).Status);
        var (status, problem) = await BeginAsync(server, 3);
        Assert.Equal((HttpStatusCode.InsufficientStorage, "no_room", true), (status, (string)problem!["code"]!, (bool)problem["is_transient"]!));
        Assert.Contains("dispatcher.uploads_quota", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Contains("dispatcher.uploads_kept", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(2 * Part, server.Server.Parts.Disk.Held);

        // Beginning the first anew takes the room that it had.
        Assert.Equal(HttpStatusCode.NoContent, (await BeginAsync(server, 1)).Status);
        Assert.Equal(2 * Part, server.Server.Parts.Disk.Held);
    }

    [Fact]
    public async Task AnUpload_LargerThanAllOfThemMayBe_IsRefusedForGood()
    {
        await using var server = await TestServer.StartAsync(options => options with { UploadsQuota = 30_000 });
        var (status, problem) = await BeginAsync(server, 1);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, false), (status, (bool)problem!["is_transient"]!));
        Assert.Contains("dispatcher.uploads_quota", (string)problem["detail"]!, StringComparison.Ordinal);
        foreach (var path in new[] { "api/v1/imports", "api/v1/dispatches" })
        {
            using var body = new ByteArrayContent(new byte[100_000]) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.covalent.dispatch") } };
            using var answer = await server.Http.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }

        Assert.Equal(0, server.Server.Parts.Disk.Held);
    }

    [Fact]
    public async Task WhatNobodyGoesOnWith_IsThrownAwayAfterItsTime_AndItsRoomIsFree()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await TestServer.StartAsync(options => options with { UploadsQuota = 100_000, UploadsKept = TimeSpan.FromHours(3), Clock = clock });
        await BeginAsync(server, 1);
        await BeginAsync(server, 2);
        await using var chores = new Chores(server.Server.Parts);
        clock.Advance(TimeSpan.FromHours(2));
        await chores.DoAsync(CancellationToken.None);
        Assert.Equal(2 * Part, server.Server.Parts.Disk.Held);
        clock.Advance(TimeSpan.FromHours(2));
        await chores.DoAsync(CancellationToken.None);
        Assert.Equal(0, server.Server.Parts.Disk.Held);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Folder, "uploads")));
        Assert.Equal(HttpStatusCode.NoContent, (await BeginAsync(server, 3)).Status);
    }

    [Fact]
    public async Task WhatRested_CountsAfterARestart_AndNoMoreOnceItIsSubmitted()
    {
        var folder = TestServer.NewFolder();
        await using (var server = await TestServer.StartAsync(options => options with { UploadsQuota = 100_000 }, folder))
        {
            await BeginAsync(server, 1);
        }

        await using (var server = await TestServer.StartAsync(options => options with { UploadsQuota = 100_000 }, folder))
        {
            Assert.Equal(Part, server.Server.Parts.Disk.Held);
            var bytes = "good"u8.ToArray();
            var file = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var manifest = BundleManifestJson.Create("App", "linux-x64", [], [new BundleFile("a.dll", file, bytes.Length)]);
            using var announced = await server.Http.PutAsync($"api/v1/bundles/{manifest.Id}", new ByteArrayContent(BundleManifestJson.Write(manifest)));
            using var sent = await server.Http.PutAsync($"api/v1/bundles/{manifest.Id}/files/{file}", new ByteArrayContent(bytes));
            using var complete = await server.Http.PutAsync($"api/v1/bundles/{manifest.Id}", new ByteArrayContent(BundleManifestJson.Write(manifest)));
            Assert.All(new[] { announced, sent, complete }, answer => Assert.True(answer.IsSuccessStatusCode));
            Assert.Equal(Part, server.Server.Parts.Disk.Held);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ASmallDisk_IsNeverFilledByUploads_SoThatDispatchesGoOn()
    {
        var folder = TestServer.NewFolder();
        var disk = await SmallDisk.MountAsync(folder, megabytes: 96);
        Assert.SkipWhen(disk is null, "a small file system cannot be mounted here");
        await using (var small = disk!)
        await using (var server = await TestServer.StartAsync(options => options with { UploadsQuota = 1L << 30, DiskReserve = 32 << 20 }, small.Folder))
        {
            using var use = ClientProvider.Use(server.Client);
            Assert.Equal("a, b!", (await Workflow.RunAsync(TestLattices.Hello, "a", "b")).Value);
            var refused = false;
            for (var i = 0; i < 40 && !refused; i++)
            {
                var (status, problem) = await BeginAsync(server, i, 4 << 20, 4 << 20);
                refused = status == HttpStatusCode.InsufficientStorage;
                Assert.True(refused || status == HttpStatusCode.NoContent, $"{status}: {problem}");
                Assert.True(!refused || ((string)problem!["detail"]!).Contains("dispatcher.disk_reserve", StringComparison.Ordinal));
            }

            Assert.True(refused);
            Assert.InRange(new DriveInfo(small.Folder).AvailableFreeSpace, 32 << 20, long.MaxValue);
            // The usual share follows from what is free.
            Assert.InRange(new Covalent.Server.Api.DiskQuota(new Covalent.Server.Hosting.ServerOptions(small.Folder) { Configuration = TestServer.EmptyConfiguration() }).Most, 1, 24 << 20);
            Assert.Equal("c, d!", (await Workflow.RunAsync(TestLattices.Hello, "c", "d")).Value);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Sends the first bytes of a document and never the rest.</summary>
    private static async Task<(HttpStatusCode Status, JsonNode? Problem)> BeginAsync(TestServer server, int number, int length = 50_000, int sent = Part)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/documents/{name}") { Content = new ByteArrayContent(new byte[sent == length ? sent - 1 : sent]) };
        request.Headers.Add("Upload-Length", $"{length}");
        using var response = await server.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }
}
