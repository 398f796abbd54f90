#pragma warning disable CS1591 // The names of the tests say what a store has to do.
using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Xunit;

namespace Covalent.Testing;

/// <summary>What every store of dispatches has to do. Derive one class per store.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private IDispatchStore? _store;

    internal IDispatchStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    internal abstract IDispatchStore CreateStore();

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync()
    {
        _store = CreateStore();
        await _store.OpenAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
    }

    [Fact]
    public async Task Find_OfAnUnknownId_GivesNull() => Assert.Null(await Store.FindAsync("nobody", CancellationToken.None));

    [Fact]
    public async Task Registration_ReadsBack()
    {
        var parent = new ParentLink("parent", 3, "root");
        var request = StoreSketch.Request(GraphSketch.Chain(3)) with
        {
            Parent = parent, FailFast = true, Priority = 7, BundleId = "bundle", RedispatchOf = "earlier",
        };
        var key = await Store.RegisterAsync(request, owner: 5);
        var found = await Store.FindAsync(request.DispatchId, CancellationToken.None);
        Assert.NotNull(found);
        Assert.Equal(key.Number, found.Key.Number);
        Assert.Equal(("root", Status.Running, 3, true, 7), (found.RootId, found.Status, found.NodeCount, found.FailFast, found.Priority));
        Assert.Equal((parent, "bundle", "earlier", 5L), (found.Parent, found.BundleId, found.RedispatchOf, found.Owner));
        Assert.Equal((StoreSketch.Now, StoreSketch.Now, 0L), (found.CreatedAt, found.StartedAt, found.EndedAt));
        Assert.Equal("System.Int32", found.Output.Type);
    }

    [Fact]
    public async Task Registration_WithoutOwner_IsNotStarted()
    {
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await Store.RegisterAsync(request, owner: 0);
        var found = await Store.FindAsync(request.DispatchId, CancellationToken.None);
        Assert.Equal((Status.NewObject, 0L), (found!.Status, found.StartedAt));
    }

    [Fact]
    public async Task Registration_OfAKnownId_IsRefused_WithEverythingThatBelongsToIt()
    {
        var request = StoreSketch.Request(GraphSketch.Wide(2));
        await Store.RegisterAsync(request);
        var again = StoreSketch.Registration(request with { Priority = 9 }, owner: 1);
        var batch = new WriteBatch();
        batch.Registrations.Add(again);
        batch.Ends.Add(StoreSketch.Completed(again.Key, 0, [1]));
        batch.Starts.Add(new NodeStart(again.Key, 1, 1, 0));
        await Store.CommitAsync(batch, CancellationToken.None);
        Assert.True(again.WasKnown);
        var found = await Store.FindAsync(request.DispatchId, CancellationToken.None);
        Assert.Equal(0, found!.Priority);
        Assert.Empty(await Store.ReadNodesAsync(found.Key, null, CancellationToken.None));
    }

    [Fact]
    public async Task Graph_AndLattice_ReadBack()
    {
        var lattice = new LatticeInfo("pi")
        {
            Description = "adds up",
            Function = new FunctionReference("dotnet", "App", "App.Lattices", "Pi") { CodeHash = "abc" },
            Inputs = [new LatticeInput("terms", "System.Int32", 0, null), new LatticeInput("parts", "System.Int32", null, Payload.Encode(8))],
        };
        var sketch = new GraphSketch();
        var parameter = sketch.Parameter([1, 2, 3]);
        sketch.Task("task", parameter);
        var key = await Store.RegisterAsync(StoreSketch.Request(sketch.Build()) with { Lattice = lattice });
        var graph = await Store.ReadGraphAsync(key, CancellationToken.None);
        Assert.Equal((2, "task", 0), (graph.NodeCount, graph.NameOf(1), graph.ParentsOf(1)[0]));
        var read = await Store.ReadLatticeAsync(key, CancellationToken.None);
        Assert.Equal(("pi", "adds up", lattice.Function), (read.Name, read.Description, read.Function));
        Assert.Equal(("terms", 0), (read.Inputs[0].Name, read.Inputs[0].Node));
        Assert.Equal(8, read.Inputs[1].Value!.Decode<int>());
    }

    [Fact]
    public async Task CompletedNode_ReadsBack()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(3)));
        await Store.CommitAsync(batch => batch.Ends.Add(StoreSketch.Completed(key, 1, [4, 5])));
        var node = Assert.Single(await Store.ReadNodesAsync(key, null, CancellationToken.None));
        Assert.Equal((1, Status.Completed, 1, StoreSketch.Now + 10, StoreSketch.Now + 25), (node.Node, node.Status, node.Attempt, node.StartedAt, node.EndedAt));
        Assert.Equal("covalent/binary", node.Value.Codec);
        Assert.Equal([4, 5], node.Value.Inline.ToArray());
        Assert.Equal(NodeDetail.None, node.Detail);
    }

    [Fact]
    public async Task EmptyResult_IsNotNoResult()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(2)));
        await Store.CommitAsync(batch =>
        {
            batch.Ends.Add(StoreSketch.Completed(key, 0, []));
            batch.Ends.Add(StoreSketch.Completed(key, 1, null));
        });
        var nodes = await Store.ReadNodesAsync(key, null, CancellationToken.None);
        Assert.Equal(["covalent/binary", null], nodes.Select(node => node.Value.Codec));
    }

    [Fact]
    public async Task NodeWithEverything_ReadsBack()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        var failure = new FailureInfo(FailureKind.UserCode, "System.Exception", "no", "at A") { Inner = new FailureInfo(FailureKind.Executor, "x", "deeper") };
        var outcome = new TaskOutcome
        {
            Status = Status.Failed,
            Failure = failure,
            Result = new EncodedValue("json", "{}"u8.ToArray()),
            ResultHead = new byte[] { 9, 9 },
            StartedAt = StoreSketch.Now,
            EndedAt = StoreSketch.Now,
            Host = "node7",
            PeakMemory = 1L << 40,
            Stdout = "out"u8.ToArray(),
            Stderr = "err"u8.ToArray(),
            StopConfirmed = false,
            Attachments = new Dictionary<string, string> { ["circuit"] = "{\"shots\":1}" },
        };
        await Store.CommitAsync(batch => batch.Ends.Add(new NodeEnd(key, 0, 2, Status.Failed, outcome, HasChild: true)));
        var node = Assert.Single(await Store.ReadNodesAsync(key, [0], CancellationToken.None));
        Assert.Equal((Status.Failed, 2, failure, "node7", 1L << 40), (node.Status, node.Attempt, node.Detail.Failure, node.Detail.Host, node.Detail.PeakMemory));
        Assert.Equal("out"u8.ToArray(), node.Detail.Stdout.Inline.ToArray());
        Assert.Equal("err"u8.ToArray(), node.Detail.Stderr.Inline.ToArray());
        Assert.Equal("{\"shots\":1}", node.Detail.Attachments!["circuit"]);
        Assert.Equal("json", node.Value.Codec);
        Assert.Equal("{}"u8.ToArray(), node.Value.Inline.ToArray());
        Assert.Equal([9, 9], node.Value.Head.ToArray());
        Assert.True(node.Detail is { HasChild: true, StopConfirmed: false });
    }

    [Fact]
    public async Task SecondRecordOfANode_ReplacesTheFirst()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(1)));
        await Store.CommitAsync(batch => batch.Ends.Add(new NodeEnd(key, 0, 1, Status.Dispatching, new TaskOutcome { Status = Status.Completed }, HasChild: true)));
        await Store.CommitAsync(batch => batch.Ends.Add(StoreSketch.Completed(key, 0, [1])));
        var node = Assert.Single(await Store.ReadNodesAsync(key, null, CancellationToken.None));
        Assert.Equal(Status.Completed, node.Status);
    }

    [Fact]
    public async Task StatusChanges_SetTimesAndCounts()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(3)), owner: 0);
        await Store.CommitAsync(batch => batch.Changes.Add(new DispatchChange(key, Status.Running, StoreSketch.Now + 1, 0, 0, 0, null)));
        await Store.CommitAsync(batch =>
        {
            batch.Ends.Add(StoreSketch.Completed(key, 0, [1]));
            batch.Ends.Add(new NodeEnd(key, 1, 1, Status.Failed, new TaskOutcome { Status = Status.Failed }));
        });
        var running = await CountedAsync(key.Id);
        Assert.Equal((Status.Running, 1, 1, 0, StoreSketch.Now + 1), (running!.Status, running.CompletedCount, running.FailedCount, running.CancelledCount, running.StartedAt));
        await Store.CommitAsync(batch => batch.Changes.Add(new DispatchChange(key, Status.Failed, StoreSketch.Now + 2, 1, 1, 1, "broken")));
        var ended = await CountedAsync(key.Id);
        Assert.Equal((Status.Failed, 1, 1, 1, "broken", StoreSketch.Now + 2), (ended!.Status, ended.CompletedCount, ended.FailedCount, ended.CancelledCount, ended.Error, ended.EndedAt));
        Assert.Equal(StoreSketch.Now + 1, ended.StartedAt);
    }

    [Fact]
    public async Task Counts_OfARunningDispatch_IncludeParameters()
    {
        var sketch = new GraphSketch();
        sketch.Task("task", sketch.Parameter([1]));
        var key = await Store.RegisterAsync(StoreSketch.Request(sketch.Build()));
        Assert.Equal(1, (await CountedAsync(key.Id))!.CompletedCount);
    }

    [Fact]
    public async Task ReadNodes_OfSomeOfMany_GivesThoseInOrder()
    {
        var key = await Store.RegisterAsync(StoreSketch.Request(GraphSketch.Wide(300)));
        await Store.CommitAsync(batch =>
        {
            batch.Starts.Add(new NodeStart(key, 201, 1, 0));
            for (var node = 0; node < 200; node++)
            {
                batch.Ends.Add(StoreSketch.Completed(key, node, [1]));
            }
        });
        int[] wanted = [250, 201, 7, .. Enumerable.Range(20, 100), 7, 5];
        int[] ended = [5, 7, .. Enumerable.Range(20, 100)];
        Assert.Equal([.. ended, 201], (await Store.ReadNodesAsync(key, wanted, CancellationToken.None)).Select(record => record.Node));
        Assert.Equal(ended, (await Store.ReadEndsAsync(key, wanted, CancellationToken.None)).Select(record => record.Node));
        Assert.Equal(200, (await Store.ReadEndsAsync(key, null, CancellationToken.None)).Count);
    }

    private async Task<DispatchRecord?> CountedAsync(string dispatchId) => await Store.FindAsync(dispatchId, CancellationToken.None) is { } record
        ? await Store.CountAsync(record, CancellationToken.None)
        : null;
}
