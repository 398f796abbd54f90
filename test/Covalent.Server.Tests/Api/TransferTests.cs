using System.Net;
using Covalent.Core.Client;
using Covalent.Core.Recording;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

/// <summary>Dispatches as files, and copies of everything.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task AnExportedDispatch_LivesOnInAnotherServer()
    {
        await using var one = await TestServer.StartAsync();
        await using var two = await TestServer.StartAsync();
        string id;
        using (ClientProvider.Use(one.Client))
        {
            id = await DispatchAsync(TestLattices.Nested);
        }

        var before = await one.Client.WaitAsync(id);
        using var archive = new MemoryStream();
        await one.Client.ExportAsync(id, archive);
        archive.Position = 0;
        Assert.Equal(id, await two.Client.ImportAsync(archive));
        archive.Position = 0;
        Assert.Equal(id, await two.Client.ImportAsync(archive));
        var after = await two.Client.GetAsync(id);
        Assert.Equal(before, after);
        Assert.Equal((await one.Client.GetResultAsync(id))!.Decode<int>(), (await two.Client.GetResultAsync(id))!.Decode<int>());
        var child = (await two.Client.GetNodesAsync(id)).Single(node => node.ChildDispatchId is not null).ChildDispatchId!;
        Assert.Equal(await one.Client.GetAsync(child), await two.Client.GetAsync(child));
    }

    [Fact]
    public async Task ABrokenArchive_LeavesNothingBehind()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(() => TestLattices.Chain(3));
        await server.Client.WaitAsync(id);
        using var archive = new MemoryStream();
        await server.Client.ExportAsync(id, archive);
        await server.Client.DeleteAsync([id]);
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            using var cut = new MemoryStream(archive.ToArray()[..random.Next((int)archive.Length)]);
            await Assert.ThrowsAnyAsync<CovalentException>(() => server.Client.ImportAsync(cut));
        }

        Assert.Equal(0, (await server.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    public async Task ABackup_TakenWhileTasksRun_IsAWholeServer()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var done = await DispatchAsync(TestLattices.Hello, new string('x', 20_000), "b");
        await server.Client.WaitAsync(done);
        var gate = Path.Combine(server.Folder, "gate");
        var running = await DispatchAsync(() => TestLattices.Blocked(gate));
        using var response = await server.Http.PostAsync("api/v1/admin/backup?name=today", null);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await File.WriteAllTextAsync(gate, "go");
        await using (var restored = await TestServer.StartAsync(folder: Path.Combine(server.Folder, "backups", "today")))
        {
            Assert.Equal((await server.Client.GetResultAsync(done))!.Decode<string>(), (await restored.Client.GetResultAsync(done))!.Decode<string>());
            Assert.Equal(Status.Completed, (await restored.Client.WaitAsync(running)).Status);
        }

        Assert.Equal(Status.Completed, (await server.Client.WaitAsync(running)).Status);
        using var escape = await server.Http.PostAsync("api/v1/admin/backup?name=../../evil", null);
        Assert.Equal(HttpStatusCode.BadRequest, escape.StatusCode);
    }

    private static async Task<DispatchRequest> RequestAsync(TestServer server, int length)
    {
        var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [length], null);
        return new DispatchRequest
        {
            DispatchId = Guid.CreateVersion7().ToString(),
            Graph = recorded.Graph,
            Lattice = recorded.Info,
            BundleId = await ((IApplicationBundles)server.Client).EnsureStoredAsync(CancellationToken.None),
        };
    }
}
