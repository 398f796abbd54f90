using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Persistence.Postgres.Tests;

/// <summary>Whole engines on one database.</summary>
public sealed class EngineOnPostgresTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-pg-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Engine_RunsGraphsOfAllShapes()
    {
        await using var engine = NewEngine(new FakeExecutor());
        var graphs = new[] { GraphSketch.Wide(500), GraphSketch.Chain(60), GraphSketch.Layers(6, 20) };
        foreach (var graph in graphs)
        {
            var request = StoreSketch.Request(graph);
            await engine.SubmitAsync(request);
            var end = await engine.WaitAsync(request.DispatchId);
            Assert.Equal((Status.Completed, graph.NodeCount), (end.Status, end.CompletedCount));
        }
    }

    [Fact]
    public async Task SecondEngine_GoesOnWithWhatADeadOneLeft_AndTheDeadOneIsShutOutWhenItWakes()
    {
        var holding = new FakeExecutor();
        holding.Driver.Answer = static attempt => attempt.NodeId < 3 ? new TaskOutcome { Status = Status.Completed } : null;
        await using var sleeper = NewEngine(holding, new PostgresStoreOptions { Lease = TimeSpan.FromMilliseconds(400), Clock = new FakeTimeProvider() });
        var request = StoreSketch.Request(GraphSketch.Chain(6));
        await sleeper.SubmitAsync(request);
        var held = await holding.Driver.NextAsync();
        var waiting = sleeper.WaitAsync(request.DispatchId);

        var executor = new FakeExecutor();
        await using var next = NewEngine(executor);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await _database.RunAsync("UPDATE leases SET until = clock_timestamp() - interval '1 second'");
        Assert.Equal([request.DispatchId], await next.ResumeAsync(null, patience.Token));

        Assert.Equal(Status.Completed, (await next.WaitAsync(request.DispatchId, patience.Token)).Status);
        Assert.Equal([3, 4, 5], executor.Started.Select(name => int.Parse(name.Split('/', '#')[1])));
        holding.Driver.Finish(held, new TaskOutcome { Status = Status.Failed, Failure = new FailureInfo(FailureKind.UserCode, "late", "too late") });
        await Assert.ThrowsAsync<StorageException>(() => waiting);
        Assert.Equal(Status.Completed, (await next.GetAsync(request.DispatchId, patience.Token)).Status);
    }

    [Fact]
    public async Task CancelRequest_ReachesTheEngineThatRuns()
    {
        var holding = new FakeExecutor();
        holding.Driver.Answer = static _ => null;
        await using var running = NewEngine(holding);
        await using var other = NewEngine(new FakeExecutor());
        var request = StoreSketch.Request(GraphSketch.Chain(3));
        await running.SubmitAsync(request);
        await holding.Driver.NextAsync();
        var report = await other.CancelAsync(request.DispatchId);
        Assert.Equal(Status.Cancelled, report.Status);
    }

    private EmbeddedDispatcher NewEngine(FakeExecutor executor, PostgresStoreOptions? options = null) => new(new EmbeddedDispatcherOptions
    {
        DataFolder = _folder,
        Store = () => _database.Store(options),
        DefaultExecutor = "fake",
        Executors = spec => spec.ShortName == "fake" ? executor : null,
        ResumeAutomatically = false,
        Strict = true,
    });
}
