using System.Text;

namespace Covalent.Server.Tests.Hosting;

/// <summary>A data folder that the first server there was left behind when it was killed: <c>covalent-schema1.db</c>, with dispatches that had completed and
/// failed, a sublattice, and one that was running. The paths in it were made anonymous; its bundle, 15 MB, is not kept.</summary>
public sealed class OldDatabaseTests : IAsyncLifetime
{
    private const string Hello = "01a2098f-aa55-758a-9e56-7258f09a0296";
    private const string Failing = "01a2098f-d55d-7423-ae68-1b5db1939c38";
    private const string Nested = "01a2098f-d6d9-7fce-88b3-59d04556f854";
    private const string Chain = "30a48733-c99b-8ea0-808c-856c051173b2";
    private const string Running = "01a2098f-eb44-756a-b8ac-25f2eabb4afd";
    private readonly string _folder = TestServer.NewFolder();
    private TestServer _server = null!;

    private HttpDispatcherClient Client => _server.Client;

    public async ValueTask InitializeAsync()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Hosting", "Assets", "covalent-schema1.db"), Path.Combine(_folder, "covalent.db"));
        _server = await TestServer.StartAsync(folder: _folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task WhatWasOver_IsReadAsItWas()
    {
        var page = await Client.ListAsync(new DispatchQuery { IncludeSublattices = true });
        Assert.Equal([Hello, Failing, Nested, Running, Chain], page.Dispatches.Select(dispatch => dispatch.DispatchId).Order());
        Assert.Equal("Hello, old world!", (await Client.GetResultAsync(Hello))!.Decode<string>());
        Assert.Equal((Status.Completed, 4), ((await Client.GetAsync(Hello)).Status, (await Client.GetNodesAsync(Hello)).Count));
        Assert.Equal("Hello, old world", (await Client.GetNodeOutputAsync(Hello, 2))!.Decode<string>());
        Assert.Equal("Hello", (await Client.GetLatticeAsync(Hello)).Name);
        Assert.Equal(Nested, (await Client.GetAsync(Chain)).Parent?.DispatchId);
        Assert.Equal((await Client.GetResultAsync(Chain))!.Decode<int>(), (await Client.GetResultAsync(Nested))!.Decode<int>());
        Assert.Equal("step 3\n", Encoding.UTF8.GetString((await Client.GetNodeStreamAsync(Chain, 0, OutputStream.Stdout)).Span));
        var failed = await Client.GetAsync(Failing);
        Assert.Equal((Status.Failed, "1 of 1 nodes failed: node 0 'Fail' (no luck)."), (failed.Status, failed.Error));
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task WhatWasRunning_GoesOn_AndTellsWhatItLacks()
    {
        var end = await Client.WaitAsync(Running);
        Assert.Equal(Status.Failed, end.Status);
        Assert.Contains("Bundle '09d715bd", end.Error, StringComparison.Ordinal);
        Assert.Contains("dispatch again", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task WhatWasOver_IsExportedDeletedAndImported()
    {
        using var archive = new MemoryStream();
        await Client.ExportAsync(Hello, archive);
        Assert.Equal([Hello], (await Client.DeleteAsync([Hello])).Deleted);
        await Assert.ThrowsAsync<DispatchNotFoundException>(() => Client.GetAsync(Hello));
        archive.Position = 0;
        Assert.Equal(Hello, await Client.ImportAsync(archive));
        Assert.Equal("Hello, old world!", (await Client.GetResultAsync(Hello))!.Decode<string>());
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task WhatWasOver_IsRedispatchedWithItsResults()
    {
        var again = await Client.RedispatchAsync(new RedispatchRequest { NewDispatchId = Guid.CreateVersion7().ToString(), DispatchId = Hello, ReusePreviousResults = true });

        Assert.Equal((Status.Completed, Hello), ((await Client.WaitAsync(again)).Status, (await Client.GetAsync(again)).RedispatchOf));
        Assert.Equal("Hello, old world!", (await Client.GetResultAsync(again))!.Decode<string>());
        Assert.All(await Client.GetNodesAsync(again), static node => Assert.Equal(0, node.Attempts));
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task WhatFailed_IsRedispatchedWithANewMethod()
    {
        using var use = ClientProvider.Use(Client);

        var again = await Workflow.RedispatchAsync(Failing).Replace(TestTasks.Fail, static (string why) => why.Length);

        Assert.Equal((Status.Completed, ""), ((await Client.WaitAsync(again)).Status, (await Client.GetAsync(again)).Error ?? ""));
        Assert.Equal("no luck".Length, (await Client.GetResultAsync(again))!.Decode<int>());
        Assert.Equal(Status.Failed, (await Client.GetAsync(Failing)).Status);
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task Cancel_OfTheOldOnes_ChangesNothingThatWasOver()
    {
        var over = await Client.CancelAsync(Hello);
        await Client.CancelAsync(Running);

        Assert.Equal((Status.Completed, 0), (over.Status, over.Cancelled.Count));
        Assert.Equal("Hello, old world!", (await Client.GetResultAsync(Hello))!.Decode<string>());
        // It lacks its bundle, so it may have failed before.
        Assert.Contains((await Client.WaitAsync(Running)).Status, new[] { Status.Cancelled, Status.Failed });
    }

    [Fact]
    [Trait("Checklist", "69")]
    public async Task NewDispatches_RunBesideTheOldOnes()
    {
        using var use = ClientProvider.Use(Client);
        Assert.Equal("a, b!", (await Workflow.RunAsync(TestLattices.Hello, "a", "b")).Value);
        Assert.Equal(5, (await Client.ListAsync(new DispatchQuery())).Total);
    }
}
