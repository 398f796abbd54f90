using Covalent.Core.Execution;
using Covalent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

public sealed class RetryTests
{
    private readonly SettableClock _clock = new();

    [Fact]
    public async Task Retry_SucceedsOnALaterAttempt_AndCountsThem()
    {
        await using var dispatcher = Dispatcher();
        dispatcher.Driver.Answer = attempt => attempt.Number < 3 ? TestDispatcher.Failure() : TestDispatcher.Value(7);
        var end = await dispatcher.RunAsync(GraphSketch.Wide(1, new ElectronOptions { Retry = new RetryPolicy(2) }));
        Assert.Equal(Status.Completed, end.Status);
        Assert.Equal(3, (await dispatcher.Client.GetNodesAsync(end.DispatchId))[0].Attempts);
    }

    [Fact]
    public async Task Retries_AreUsedUp_ThenTheTaskFails()
    {
        await using var dispatcher = Dispatcher();
        dispatcher.Driver.Answer = attempt => TestDispatcher.Failure($"attempt {attempt.Number}");
        var end = await dispatcher.RunAsync(GraphSketch.Wide(1, new ElectronOptions { Retry = new RetryPolicy(2) }));
        Assert.Equal(Status.Failed, end.Status);
        var node = (await dispatcher.Client.GetNodesAsync(end.DispatchId))[0];
        Assert.Equal((3, "attempt 3"), (node.Attempts, node.Failure!.Message));
    }

    [Fact]
    public async Task RetriesOfTheExecutor_AreMadeByTheEngine()
    {
        await using var dispatcher = Dispatcher();
        dispatcher.Executor.Retries = 1;
        dispatcher.Driver.Answer = attempt => attempt.Number == 1 ? TestDispatcher.Failure() : TestDispatcher.Value(1);
        Assert.Equal(Status.Completed, (await dispatcher.RunAsync(GraphSketch.Wide(1))).Status);
    }

    [Fact]
    public async Task WrongConfiguration_IsNotRetried()
    {
        await using var dispatcher = Dispatcher();
        dispatcher.Driver.Answer = _ => TestDispatcher.Failure("no such host", FailureKind.Configuration);
        await dispatcher.RunAsync(GraphSketch.Wide(1, new ElectronOptions { Retry = new RetryPolicy(5) }));
        Assert.Single(dispatcher.Executor.Started);
    }

    [Fact]
    public async Task BackOff_WaitsItsPause_AndGrows()
    {
        await using var dispatcher = Dispatcher().Holding();
        var options = new ElectronOptions { Retry = new RetryPolicy(2) { Delay = TimeSpan.FromSeconds(10), Factor = 3 } };
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, options));
        await FailNextAsync(dispatcher, id, attempts: 1);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal((Status.Running, 1), await StateAsync(dispatcher, id));
        Assert.Single(dispatcher.Executor.Started);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await FailNextAsync(dispatcher, id, attempts: 2);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal((Status.Running, 2), await StateAsync(dispatcher, id));
        _clock.Advance(TimeSpan.FromSeconds(2));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(1));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Theory]
    [InlineData(+30)]
    [InlineData(-30)]
    public async Task WallClockThatIsSet_ChangesNeitherPausesNorTimeLimits(int days)
    {
        await using var dispatcher = Dispatcher().Holding();
        var options = new ElectronOptions { Retry = new RetryPolicy(1) { Delay = TimeSpan.FromSeconds(10) }, TimeLimit = TimeSpan.FromSeconds(60) };
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, options));
        await FailNextAsync(dispatcher, id, attempts: 1);
        _clock.SetBy(TimeSpan.FromDays(days));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((Status.Running, 1), await StateAsync(dispatcher, id));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await dispatcher.Driver.NextAsync();
        _clock.SetBy(TimeSpan.FromDays(-2 * days));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Status.Running, (await StateAsync(dispatcher, id)).Item1);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await dispatcher.Client.WaitAsync(id);
        Assert.Equal(FailureKind.TimeLimit, (await dispatcher.Client.GetNodesAsync(id))[0].Failure!.Kind);
    }

    [Fact]
    public async Task Cancel_DuringTheBackOff_EndsTheTaskAtOnce()
    {
        await using var dispatcher = Dispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { Retry = new RetryPolicy(1) { Delay = TimeSpan.FromHours(1) } }));
        await FailNextAsync(dispatcher, id, attempts: 1);
        Assert.Equal([0], (await dispatcher.Client.CancelAsync(id)).Cancelled);
        var node = (await dispatcher.Client.GetNodesAsync(id))[0];
        Assert.Equal((Status.Cancelled, 1), (node.Status, node.Attempts));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Single(dispatcher.Executor.Started);
    }

    [Fact]
    public async Task TimeLimit_StopsTheTask_AndFailsItWithItsName()
    {
        await using var dispatcher = Dispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(30) }));
        await dispatcher.Driver.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(31));
        var end = await dispatcher.Client.WaitAsync(id);
        Assert.Equal(Status.Failed, end.Status);
        var failure = (await dispatcher.Client.GetNodesAsync(id))[0].Failure!;
        Assert.Equal((FailureKind.TimeLimit, "time-limit"), (failure.Kind, failure.Type));
        Assert.Contains("30 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.TimeLimit, Assert.Single(dispatcher.Driver.Stopped).Reason);
    }

    [Fact]
    public async Task TimeLimitOfTheExecutor_CountsWhereTheTaskHasNone()
    {
        await using var dispatcher = Dispatcher().Holding();
        dispatcher.Executor.TimeLimit = 5;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1));
        await dispatcher.Driver.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Status.Failed, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Fact]
    public async Task ResultAfterTheTimeLimit_ComesTooLate()
    {
        await using var dispatcher = Dispatcher().Holding();
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(30), Retry = new RetryPolicy(1) }));
        var slow = await dispatcher.Driver.NextAsync();
        dispatcher.Driver.Stops = _ =>
        {
            dispatcher.Driver.Finish(slow, TestDispatcher.Value(1));
            return true;
        };
        _clock.Advance(TimeSpan.FromSeconds(31));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(2));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
        Assert.Equal(2, (await dispatcher.Client.GetNodeOutputAsync(id, 0))!.Decode<int>());
    }

    [Fact(DisplayName = "Checklist 53: no retry starts while the old attempt lives")]
    [Trait("Checklist", "53")]
    public async Task TimedOutTaskThatDoesNotStop_IsRetriedOnlyAfterItsEnd()
    {
        await using var dispatcher = Dispatcher().Holding();
        dispatcher.Driver.Stops = static _ => false;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1), Retry = new RetryPolicy(1) }));
        var stubborn = await dispatcher.Driver.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((Status.Running, 1), await StateAsync(dispatcher, id));
        Assert.Single(dispatcher.Executor.Started);
        dispatcher.Driver.Finish(stubborn, TestDispatcher.Value(1));
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Value(2));
        Assert.Equal(Status.Completed, (await dispatcher.Client.WaitAsync(id)).Status);
    }

    [Fact(DisplayName = "Checklist 53: a task that outlives its last time limit fails, and its slot stays taken")]
    [Trait("Checklist", "53")]
    public async Task TimedOutTaskWithoutRetries_FailsAsNotStopped()
    {
        await using var dispatcher = Dispatcher().Holding();
        dispatcher.Driver.Stops = static _ => false;
        var id = await dispatcher.SubmitAsync(GraphSketch.Wide(1, new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1) }));
        await dispatcher.Driver.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Status.Failed, (await dispatcher.Client.WaitAsync(id)).Status);
        var node = (await dispatcher.Client.GetNodesAsync(id))[0];
        Assert.Equal((FailureKind.TimeLimit, false), (node.Failure!.Kind, node.StopConfirmed));
    }

    [Fact(DisplayName = "Checklist 39: a task under which the process dies is tried apart, then fails alone")]
    [Trait("Checklist", "39")]
    public async Task DyingProcess_IsRetriedApart_UntilTheLimit()
    {
        await using var dispatcher = Dispatcher();
        var suspects = new List<bool>();
        dispatcher.Driver.Answer = attempt =>
        {
            if (attempt.NodeId == 1)
            {
                return TestDispatcher.Value(1);
            }

            lock (suspects)
            {
                suspects.Add(attempt.IsSuspect);
            }

            return TestDispatcher.Failure("exit code 134", FailureKind.ProcessDied) with { ProcessDied = true };
        };
        var end = await dispatcher.RunAsync(GraphSketch.Wide(2));
        Assert.Equal((Status.Failed, 1, 1), (end.Status, end.CompletedCount, end.FailedCount));
        Assert.Equal([false, true, true], suspects);
        var failure = (await dispatcher.Client.GetNodesAsync(end.DispatchId))[0].Failure!;
        Assert.Equal((FailureKind.ProcessDied, "crash-loop"), (failure.Kind, failure.Type));
        Assert.Contains("died 3 times", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 134", failure.Message, StringComparison.Ordinal);
    }

    private TestDispatcher Dispatcher() => new(inMemory: true, change: options => options with { Clock = _clock });

    private static async Task FailNextAsync(TestDispatcher dispatcher, string id, int attempts)
    {
        dispatcher.Driver.Finish(await dispatcher.Driver.NextAsync(), TestDispatcher.Failure());
        Assert.Equal((Status.Running, attempts), await StateAsync(dispatcher, id));
    }

    private static async Task<(Status Status, int Attempts)> StateAsync(TestDispatcher dispatcher, string id)
    {
        var node = (await dispatcher.Client.GetNodesAsync(id))[0];
        return (node.Status, node.Attempts);
    }
}
