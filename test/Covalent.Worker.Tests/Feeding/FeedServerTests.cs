using Covalent.Core.Execution;
using Covalent.Worker.Feeding;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Feeding;

/// <summary>The moments at which a fed worker may report for a task and leave. Its timers: 0 is the time limit of the job, 1 the grace after it.</summary>
public sealed class FeedServerTests : IDisposable
{
    private const int Limit = 0;
    private const int Grace = 1;
    private const int MoreThanASocketHolds = 16 << 20;

    private readonly Feeder _feeder = new();
    private readonly FeedConnection _connection;
    private readonly FeedOutput _output = new(folder: null, TimeProvider.System);
    private readonly HeldClock _clock = new();
    private int _left;

    public FeedServerTests() => _connection = new FeedConnection(_feeder.Path);

    public void Dispose()
    {
        _connection.Dispose();
        _output.Dispose();
        _feeder.Dispose();
    }

    [Fact]
    public async Task Grace_ThatEndsWhileTheOutcomeIsOnItsWay_LeavesTheWorkerToSendIt()
    {
        var server = Server(() => _clock.RunOut(Limit), new byte[MoreThanASocketHolds]);
        var job = await JobAsync();
        var running = Task.Factory.StartNew(() => server.Run(job), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var line = _feeder.Line();
        _clock.RunOut(Grace);
        Assert.Equal(0, _left);
        var outcome = _feeder.Outcome(line);
        await running;
        Assert.Equal((Status.Completed, MoreThanASocketHolds, 0, false), (outcome.Status, outcome.Result.Bytes.Length, _left, server.IsLeft));
    }

    [Fact]
    public async Task Task_ThatReturnsAfterItsGrace_IsTheLastInItsWorker()
    {
        var server = Server(() =>
        {
            _clock.RunOut(Limit);
            _clock.RunOut(Grace);
        }, []);
        server.Run(await JobAsync());
        Assert.Equal(FailureKind.TimeLimit, _feeder.Outcome(_feeder.Line()).Failure!.Kind);
        Assert.Equal((1, true), (_left, server.IsLeft));
        _connection.Dispose();
        Assert.Null(_feeder.Line());
    }

    [Fact]
    public async Task Cancel_AfterTheTimeLimit_DoesNotBeginAnotherGrace()
    {
        FeedServer server = null!;
        server = Server(() =>
        {
            _clock.RunOut(Limit);
            server.Stop("1", StopReason.Cancelled);
        }, []);
        server.Run(await JobAsync());
        Assert.Equal(Grace + 1, _clock.Timers);
        Assert.Equal(Status.Completed, _feeder.Outcome(_feeder.Line()).Status);
    }

    private FeedServer Server(Action running, byte[] result) => new(_connection, _output, TimeSpan.FromSeconds(1), new FunctionCode(_ =>
    {
        running();
        return result;
    }), _clock, () => _left++);

    private async Task<FedJob> JobAsync() => new(
        "1", Environment.CurrentDirectory, await _feeder.PackageAsync(() => Electron(() => WorkerTasks.Add(1, 2)), new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1) }));
}
