using Covalent.Core.Execution;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class ResumeTests : IDisposable
{
    private readonly string _folder = TestDispatcher.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "Checklist 37: what an engine left running goes on in the next one, finished nodes are not run again")]
    [Trait("Checklist", "37")]
    public async Task UnfinishedDispatch_GoesOnInTheNextEngine()
    {
        string id;
        await using (var first = Open().Holding())
        {
            id = await first.SubmitAsync(GraphSketch.Chain(4));
            first.Driver.Finish(await first.Driver.NextAsync(), TestDispatcher.Value(1));
            await first.Driver.NextAsync();
        }

        await using var second = Open().Computing();
        Assert.Equal([id], await second.Client.ResumeAsync());
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
        Assert.Equal([1, 2, 3], second.StartedNodes());
        Assert.Equal(4, (await second.Client.GetResultAsync(id))!.Decode<int>());
        Assert.Equal([1, 2, 1, 1], (await second.Client.GetNodesAsync(id)).Select(node => node.Attempts));
        Assert.Empty(await second.Client.ResumeAsync());
    }

    [Fact(DisplayName = "Checklist 37: waiting for an orphan takes it up")]
    [Trait("Checklist", "37")]
    public async Task Wait_ForAnOrphan_TakesItUp()
    {
        string id;
        await using (var first = Open().Holding())
        {
            id = await first.SubmitAsync(GraphSketch.Wide(2));
            await first.Driver.NextAsync();
        }

        await using var second = Open();
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
    }

    [Fact(DisplayName = "Checklist 37: the next dispatch on the folder takes up the orphans too")]
    [Trait("Checklist", "37")]
    public async Task NextDispatch_TakesUpOrphans()
    {
        string id;
        await using (var first = Open().Holding())
        {
            id = await first.SubmitAsync(GraphSketch.Wide(1));
            await first.Driver.NextAsync();
        }

        await using var second = new TestDispatcher(folder: _folder, change: options => options with { ResumeAutomatically = true });
        second.Holding();
        await second.SubmitAsync(GraphSketch.Wide(1));
        var attempts = await second.Driver.NextAsync(2);
        Assert.Contains(id, attempts.Select(attempt => attempt.Dispatch.DispatchId));
    }

    [Fact(DisplayName = "Checklist 38: stopping and starting again leaves unstarted dispatches startable")]
    [Trait("Checklist", "38")]
    public async Task UnstartedDispatch_StaysStartable()
    {
        var request = TestDispatcher.Request(GraphSketch.Wide(2));
        await using (var first = Open())
        {
            await first.Client.RegisterAsync(request);
        }

        await using var second = Open();
        Assert.Empty(await second.Client.ResumeAsync());
        Assert.Equal(Status.NewObject, (await second.Client.GetAsync(request.DispatchId)).Status);
        await second.Client.StartAsync(request.DispatchId);
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(request.DispatchId)).Status);
    }

    [Fact]
    public async Task LargeResult_OfAnEarlierEngine_ReachesItsConsumer()
    {
        var large = new byte[100_000];
        string id;
        await using (var first = Open())
        {
            first.Driver.Answer = attempt => attempt.NodeId == 0 ? new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Json, large) } : null;
            id = await first.SubmitAsync(GraphSketch.Chain(2));
            await first.Driver.NextAsync();
        }

        await using var second = Open().Holding();
        await second.Client.ResumeAsync();
        var consumer = await second.Driver.NextAsync();
        Assert.Equal(large.Length, consumer.Dispatch.Values.GetEncoded(0).Bytes.Length);
    }

    [Fact]
    public async Task LivingEngine_KeepsItsDispatches()
    {
        await using var first = Open().Holding();
        var id = await first.SubmitAsync(GraphSketch.Wide(1));
        await first.Driver.NextAsync();
        await using var second = Open();
        Assert.Empty(await second.Client.ResumeAsync());
        Assert.Empty(second.Executor.Started);
        Assert.Equal(Status.Running, (await second.Client.GetAsync(id)).Status);
    }

    [Fact]
    public async Task Resume_OfOneDispatch_LeavesTheOthers()
    {
        string one, other;
        await using (var first = Open().Holding())
        {
            one = await first.SubmitAsync(GraphSketch.Wide(1));
            other = await first.SubmitAsync(GraphSketch.Wide(1));
            await first.Driver.NextAsync(2);
        }

        await using var second = Open();
        Assert.Equal([one], await second.Client.ResumeAsync(one));
        await second.Client.WaitAsync(one);
        Assert.Equal(Status.Running, (await second.Client.GetAsync(other)).Status);
        Assert.Equal([other], await second.Client.ResumeAsync());
    }

    [Fact(DisplayName = "Checklist 44: a saved job handle is found again, and its job is not submitted twice")]
    [Trait("Checklist", "44")]
    public async Task SavedHandle_ReattachesToTheJob()
    {
        string id;
        await using (var first = Open().Holding())
        {
            first.Driver.SurvivesRestart = true;
            id = await first.SubmitAsync(GraphSketch.Wide(2));
            var attempts = await first.Driver.NextAsync(2);
            await first.Driver.EventsOf(attempts[0]).SaveHandleAsync(attempts[0], """{"job":"42"}""", CancellationToken.None);
        }

        await using var second = Open().Holding();
        second.Driver.SurvivesRestart = true;
        await second.Client.ResumeAsync();
        var again = await second.Driver.NextAsync(2);
        Assert.Empty(second.Executor.Started);
        Assert.Equal(["""{"job":"42"}""", null], again.Select(attempt => attempt.JobHandle));
        Assert.Equal([1, 1], again.Select(attempt => attempt.Number));
        Assert.Equal($"covalent-{id}-0-1", again[0].JobName);
        foreach (var attempt in again)
        {
            second.Driver.Finish(attempt, TestDispatcher.Value(1));
        }

        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
    }

    [Fact]
    public async Task RetryPause_GoesOnAfterARestart()
    {
        var clock = new FakeTimeProvider();
        string id;
        await using (var first = Open(clock).Holding())
        {
            id = await first.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { Retry = new RetryPolicy(1) { Delay = TimeSpan.FromMinutes(4) } }));
            first.Driver.Finish(await first.Driver.NextAsync(), TestDispatcher.Failure() with { StartedAt = clock.GetUtcNow().Ticks, EndedAt = clock.GetUtcNow().Ticks });
            Assert.Equal(Status.Running, (await first.Client.GetNodesAsync(id))[0].Status);
        }

        clock.Advance(TimeSpan.FromMinutes(3));
        await using var second = Open(clock);
        await second.Client.ResumeAsync();
        Assert.Equal((Status.Running, 1), await StateAsync(second, id));
        Assert.Empty(second.Executor.Started);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Status.Completed, (await second.Client.WaitAsync(id)).Status);
        Assert.Equal((Status.Completed, 2), await StateAsync(second, id));
    }

    [Fact]
    public async Task Dispose_ReleasesThoseWhoWait()
    {
        var engine = Open().Holding();
        var id = await engine.SubmitAsync(GraphSketch.Wide(1));
        await engine.Driver.NextAsync();
        var waiting = engine.Client.WaitAsync(id);
        var watching = engine.Client.WatchAsync(id).ToListAsync().AsTask();
        await Task.WhenAny(waiting, engine.Client.GetAsync(id));
        await engine.DisposeAsync();
        Assert.Contains(id, (await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => watching);
    }

    private TestDispatcher Open(TimeProvider? clock = null) => new(folder: _folder, change: options => options with { Clock = clock ?? TimeProvider.System });

    private static async Task<(Status Status, int Attempts)> StateAsync(TestDispatcher dispatcher, string id)
    {
        var node = (await dispatcher.Client.GetNodesAsync(id))[0];
        return (node.Status, node.Attempts);
    }
}
