using Covalent.Core.Recording;
using Covalent.Engine;
using Covalent.Engine.Storage;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Testing;

namespace Covalent.Server.Tests.Hosting;

/// <summary>Nothing is lost, whatever happens to the server process.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly string _folder = TestServer.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Checklist", "37")]
    public async Task AKilledServer_GoesOnWithItsDispatches_WhenItIsStartedAgain()
    {
        var gate = Path.Combine(_folder, "gate");
        string id;
        await using (var first = await ServerProcessRun.StartAsync(_folder))
        {
            using var use = ClientProvider.Use(first.Client);
            id = await Workflow.DispatchAsync(() => TestLattices.Blocked(gate));
            await UntilAsync(first.Client, id, node => node.Status == Status.Running);
            await first.KillAsync();
        }

        await File.WriteAllTextAsync(gate, "opened");
        await using var second = await ServerProcessRun.StartAsync(_folder);
        var end = await second.Client.WaitAsync(id);
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal("opened", (await second.Client.GetResultAsync(id))!.Decode<string>());
    }

    [Fact]
    [Trait("Checklist", "63")]
    [Trait("Checklist", "64")]
    public async Task TriggersAndSchedules_SurviveAKilledServer_AndCatchUp()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "in")).FullName;
        string onFile;
        string onTime;
        await using (var first = await ServerProcessRun.StartAsync(_folder))
        {
            using var use = ClientProvider.Use(first.Client);
            onFile = await Workflow.DispatchAsync(TestLattices.Hello, "on", "file", new DispatchOptions { Triggers = [new DirTrigger(inbox)] });
            onTime = await Workflow.DispatchAsync(TestLattices.Hello, "on", "time", new DispatchOptions { Triggers = [new TimeTrigger(TimeSpan.FromHours(1))] });
            await first.KillAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(inbox, "new"), "");
        await using (var store = SqliteTriggers.Open(_folder, StoreSynchronous.Normal))
        {
            // As if the server had been dead for three hours.
            var record = Assert.Single(await store.ReadAsync(onTime, CancellationToken.None));
            await store.SaveAsync(record with { NextAt = record.NextAt - TimeSpan.FromHours(3).Ticks }, null, CancellationToken.None);
        }

        await using var second = await ServerProcessRun.StartAsync(_folder);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(onFile)).Status);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(onTime)).Status);
        var schedule = Assert.Single(await second.Client.Triggers.ListAsync(onTime));
        Assert.Equal((1, 2), (schedule.Fired, schedule.Skipped));
        Assert.Equal(2, (await second.Client.ListAsync(new DispatchQuery())).Total);
    }

    [Fact]
    [Trait("Checklist", "38")]
    public async Task AGracefulStop_KeepsRunningAndUnstartedDispatches()
    {
        var gate = Path.Combine(_folder, "gate");
        string running;
        var unstarted = Guid.CreateVersion7().ToString();
        await using (var first = await ServerProcessRun.StartAsync(_folder))
        {
            using var use = ClientProvider.Use(first.Client);
            running = await Workflow.DispatchAsync(() => TestLattices.Blocked(gate));
            await UntilAsync(first.Client, running, node => node.Status == Status.Running);
            var recorded = LatticeCall.Record(((Func<int, Node<int>>)TestLattices.Chain).Method, null, [3], null);
            var bundle = await ((Core.Client.IApplicationBundles)first.Client).EnsureStoredAsync(CancellationToken.None);
            await first.Client.RegisterAsync(new DispatchRequest { DispatchId = unstarted, Graph = recorded.Graph, Lattice = recorded.Info, BundleId = bundle });
            Assert.Equal(0, await first.StopAsync());
        }

        await File.WriteAllTextAsync(gate, "opened");
        await using var second = await ServerProcessRun.StartAsync(_folder);
        Assert.Equal(Status.NewObject, (await second.Client.GetAsync(unstarted)).Status);
        await second.Client.StartAsync(unstarted);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(unstarted)).Status);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(running)).Status);
    }

    [Fact]
    [Trait("Checklist", "39")]
    public async Task ATaskThatKillsItsProcess_FailsAlone()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder);
        using var use = ClientProvider.Use(server.Client);
        var id = await Workflow.DispatchAsync(TestLattices.Suicide);
        var end = await server.Client.WaitAsync(id);
        var nodes = await server.Client.GetNodesAsync(id);
        Assert.Equal(Status.Failed, end.Status);
        Assert.Equal(FailureKind.ProcessDied, nodes.Single(node => node.Name == nameof(TestTasks.Die)).Failure!.Kind);
        Assert.Equal(Status.Completed, nodes.Single(node => node.Name == nameof(TestTasks.Step)).Status);
        Assert.Equal("Hello, World!", (await Workflow.RunAsync(TestLattices.Hello, "Hello", "World")).Value);
    }

    [Fact]
    public async Task AWaitingClient_OutlastsTheRestartOfItsServer()
    {
        var gate = Path.Combine(_folder, "gate");
        var first = await ServerProcessRun.StartAsync(_folder);
        await using var _ = first;
        using var use = ClientProvider.Use(first.Client);
        var id = await Workflow.DispatchAsync(() => TestLattices.Blocked(gate));
        var waiting = first.Client.WaitAsync(id);
        var watching = LastAsync(first.Client, id);
        await UntilAsync(first.Client, id, node => node.Status == Status.Running);
        await first.KillAsync();
        await File.WriteAllTextAsync(gate, "opened");
        await using var second = await ServerProcessRun.StartAsync(_folder, new Uri(first.Address).Port);
        Assert.SkipWhen(second.Address != first.Address, "another process took the port");
        Assert.Equal(Status.Completed, (await waiting).Status);
        Assert.Equal(Status.Completed, await watching);
    }

    [Fact]
    public async Task ALockedDatabase_DelaysAndLosesNothing()
    {
        await using var server = await ServerProcessRun.StartAsync(_folder);
        using var use = ClientProvider.Use(server.Client);
        await Workflow.RunAsync(TestLattices.Hello, "a", "b");
        Task<WorkflowResult<string>> run;
        using (var other = Covalent.Engine.Storage.Sqlite.SqliteDatabase.Open(Path.Combine(_folder, "covalent.db"), create: false))
        {
            other.Execute("BEGIN IMMEDIATE");
            run = Workflow.RunAsync(TestLattices.Hello, "Hello", "World");
            await Assert.ThrowsAsync<TimeoutException>(() => run.WaitAsync(TimeSpan.FromSeconds(1)));
            other.Execute("ROLLBACK");
        }

        Assert.Equal("Hello, World!", (await run).Value);
    }

    [Fact]
    public async Task AFullDisk_StopsTheEngine_WhichGoesOnWhenThereIsSpace()
    {
        var disk = await SmallDisk.MountAsync(_folder, megabytes: 96);
        Assert.SkipWhen(disk is null, "a small file system cannot be mounted here");
        await using var small = disk!;
        await using var server = await TestServer.StartAsync(folder: small.Folder);
        using var use = ClientProvider.Use(server.Client);
        await Workflow.RunAsync(TestLattices.Hello, "a", "b");
        small.Fill();
        await Assert.ThrowsAnyAsync<CovalentException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await Workflow.RunAsync(TestLattices.Hello, new string('x', 4000), "y").WaitAsync(TimeSpan.FromMinutes(5));
            }
        });
        using var changes = new FolderChanges(small.Folder);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        small.Clear();
        while (true)
        {
            try
            {
                Assert.Equal("Hello, World!", (await Workflow.RunAsync(TestLattices.Hello, "Hello", "World").WaitAsync(TimeSpan.FromMinutes(5))).Value);
                break;
            }
            catch (CovalentException) when (!patience.IsCancellationRequested)
            {
                // The server opens its database again when there is space, and that changes files.
                await changes.NextAsync();
            }
        }

        var page = await server.Client.ListAsync(new DispatchQuery { Count = 1000 });
        foreach (var dispatch in page.Dispatches)
        {
            Assert.Equal(Status.Completed, (await server.Client.WaitAsync(dispatch.DispatchId).WaitAsync(TimeSpan.FromMinutes(5))).Status);
        }
    }

    private static async Task UntilAsync(HttpDispatcherClient client, string id, Func<NodeSnapshot, bool> isReached)
    {
        await foreach (var _ in client.WatchAsync(id))
        {
            if ((await client.GetNodesAsync(id)).Any(isReached))
            {
                return;
            }
        }

        Assert.Fail($"dispatch {id} ended before");
    }

    private static async Task<Status?> LastAsync(HttpDispatcherClient client, string id)
    {
        Status? last = null;
        await foreach (var e in client.WatchAsync(id))
        {
            last = e is DispatchStatusChanged change ? change.Status : last;
        }

        return last;
    }
}
