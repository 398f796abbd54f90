using Covalent.Engine.Storage;
using Covalent.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class ResumeAfterDeathTests : IDisposable
{
    private readonly string _folder = TestDispatcher.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CancelledJob_ThatOutlivedItsEngine_IsStoppedByTheNext()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(2), (batch, key) =>
        {
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.CancelRequests.Add((key, -1));
        });
        await using var engine = Open().Holding();
        engine.Driver.SurvivesRestart = true;
        await engine.Client.ResumeAsync();
        Assert.Equal(Status.Cancelled, (await engine.Client.WaitAsync(id)).Status);
        Assert.Single(engine.Driver.Stopped);
        Assert.Empty(engine.Executor.Started);
    }

    [Fact]
    public async Task CancelledTask_WhoseProcessDied_IsCancelled()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(2), (batch, key) =>
        {
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.CancelRequests.Add((key, 0));
        });
        await using var engine = Open();
        Assert.Equal(Status.Cancelled, (await engine.Client.WaitAsync(id)).Status);
        var statuses = await engine.StatusesAsync(id);
        Assert.Equal([Status.Cancelled, Status.Completed], statuses);
    }

    [Fact(DisplayName = "Checklist 39: tasks that were running when their process died are suspects, and run one at a time")]
    [Trait("Checklist", "39")]
    public async Task Suspects_RunApart()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(4), (batch, key) =>
        {
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.Starts.Add(new NodeStart(key, 1, 1, 0));
        });
        await using var engine = Open().Holding();
        engine.Driver.RunsInThisProcess = true;
        await engine.Client.ResumeAsync();
        for (var i = 0; i < 2; i++)
        {
            var suspect = await engine.Driver.NextAsync();
            Assert.True(suspect.IsSuspect);
            Assert.Equal((i, 2), (suspect.NodeId, suspect.Number));
            Assert.Single(engine.Driver.Held);
            engine.Driver.Finish(suspect, TestDispatcher.Value(1));
        }

        foreach (var attempt in await engine.Driver.NextAsync(2))
        {
            Assert.False(attempt.IsSuspect);
            engine.Driver.Finish(attempt, TestDispatcher.Value(1));
        }

        Assert.Equal(Status.Completed, (await engine.Client.WaitAsync(id)).Status);
    }

    [Fact(DisplayName = "Checklist 39: a task under which the engine died three times is not run again")]
    [Trait("Checklist", "39")]
    public async Task CrashLoop_EndsAfterThreeDeaths()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(2), (batch, key) => batch.Starts.Add(new NodeStart(key, 0, 3, 2)));
        await using var engine = Open();
        engine.Driver.RunsInThisProcess = true;
        var end = await engine.Client.WaitAsync(id);
        Assert.Equal((Status.Failed, 1, 1), (end.Status, end.FailedCount, end.CompletedCount));
        Assert.Equal([1], engine.StartedNodes());
        Assert.Contains("died 3 times", (await engine.Client.GetNodesAsync(id))[0].Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TasksInOtherProcesses_AreNoSuspects_WhenTheEngineDies()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(1), (batch, key) => batch.Starts.Add(new NodeStart(key, 0, 1, 0)));
        await using var engine = Open().Holding();
        await engine.Client.ResumeAsync();
        var attempt = await engine.Driver.NextAsync();
        Assert.Equal((false, 2), (attempt.IsSuspect, attempt.Number));
        engine.Driver.Finish(attempt, TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await engine.Client.WaitAsync(id)).Status);
    }

    [Fact]
    public async Task DispatchOfAnotherApplication_GoesOnInTheForeignExecutor()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(2), (_, _) => { }, request => request with { BundleId = "theirs" });
        await using var engine = new TestDispatcher(folder: _folder, change: options => options with { OwnBundle = "ours", ForeignExecutor = "other" });
        engine.Driver.RunsInThisProcess = true;
        engine.Driver.CanResumeAll = false;
        Assert.Equal(Status.Completed, (await engine.Client.WaitAsync(id)).Status);
        Assert.Empty(engine.Executor.Started);
        Assert.Equal(2, engine.Other.Started.Count);
    }

    [Fact]
    public async Task DispatchOfAnotherApplication_IsLeftAlone_WhereNothingCanRunIt()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(2), (_, _) => { }, request => request with { BundleId = "theirs" });
        await using var engine = new TestDispatcher(folder: _folder, change: options => options with { OwnBundle = "ours" });
        engine.Driver.RunsInThisProcess = true;
        engine.Driver.CanResumeAll = false;
        Assert.Empty(await engine.Client.ResumeAsync());
        Assert.Equal(Status.Running, (await engine.Client.GetAsync(id)).Status);
    }

    [Fact]
    public async Task FailFastDispatch_ThatHadFailed_StartsNothingMore()
    {
        var id = await DeadEngine.LeaveAsync(_folder, GraphSketch.Wide(3), (batch, key) =>
        {
            batch.Starts.Add(new NodeStart(key, 0, 1, 0));
            batch.Ends.Add(new NodeEnd(key, 0, 1, Status.Failed, TestDispatcher.Failure()));
        }, request => request with { FailFast = true });
        await using var engine = Open();
        Assert.Equal(Status.Failed, (await engine.Client.WaitAsync(id)).Status);
        Assert.Empty(engine.Executor.Started);
    }

    [Fact]
    public async Task StoppedEngine_IsNotHeldAgainstItsTasks()
    {
        var id = "";
        for (var stops = 0; stops < 5; stops++)
        {
            await using var engine = Open().Holding();
            engine.Driver.RunsInThisProcess = true;
            if (stops == 0)
            {
                id = await engine.SubmitAsync(GraphSketch.Wide(1));
            }
            else
            {
                await engine.Client.ResumeAsync();
            }

            Assert.False((await engine.Driver.NextAsync()).IsSuspect);
        }

        await using var last = Open();
        Assert.Equal(Status.Completed, (await last.Client.WaitAsync(id)).Status);
    }

    private TestDispatcher Open() => new(folder: _folder);

}
