using System.Runtime.CompilerServices;
using Covalent.Core.Execution;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>Runs one job after the other from memory; only what tasks print goes through files, which tell it even when this process dies.</summary>
/// <param name="connection">Where answers go.</param>
/// <param name="output">What tasks print.</param>
/// <param name="grace">Time a task has to end by itself after its token is cancelled.</param>
/// <param name="code">Calls the tasks' functions.</param>
/// <param name="clock">The clock.</param>
/// <param name="leave">Ends this process, which can run no further job.</param>
internal sealed class FeedServer(FeedConnection connection, FeedOutput output, TimeSpan grace, ITaskCode code, TimeProvider clock, Action leave)
{
    // Reading the peak costs more than a short task; one this short cannot have touched much memory.
    private const long ShortTask = TimeSpan.TicksPerMillisecond;

    private readonly PeakMemory _memory = new();
    private readonly ExecutionContext _cleanContext = ExecutionContext.Capture()!;
    private volatile FedRun? _current;
    private (string Path, BaseFolder Folder)? _folder;
    private long _peak;

    /// <summary>Another thread reported for the job and is about to end this process, so that no other job may begin in it.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>Runs a job and answers it.</summary>
    public void Run(FedJob job) =>
        // User code must not pass on its async locals, culture or the like to the next task.
        ExecutionContext.Run(_cleanContext, static state =>
        {
            var (server, job) = ((FeedServer, FedJob))state!;
            server.RunHere(job);
        }, (this, job));

    /// <summary>Asks a job to end; after the grace period this process is left without it.</summary>
    public void Stop(string number, StopReason reason)
    {
        if (_current is { } run && run.Job.Number == number)
        {
            if (run.Stop.TryGive(reason))
            {
                run.Grace = clock.CreateTimer(_ => Abandon(run, reason), null, grace, Timeout.InfiniteTimeSpan);
            }

            run.Stop.Request(reason);
        }
    }

    private void RunHere(FedJob job)
    {
        using var stop = new StopSignal();
        var run = new FedRun(job, stop, output.BeginProgress(), clock.GetUtcNow().UtcTicks);
        output.Begin();
        _current = run;
        var outcome = OutcomeOf(run);
        _current = null;
        run.Limit?.Dispose();
        IsLeft = !Answer(run, outcome);
        run.Grace?.Dispose();
        if (!IsLeft && outcome.Failure?.Type == typeof(OutOfMemoryException).FullName)
        {
            // The heap of this process can no longer be trusted to serve others.
            leave();
        }
    }

    private TaskOutcome OutcomeOf(FedRun run)
    {
        try
        {
            var task = TaskOf(run.Job);
            run.Task = task;
            if (task.TimeLimit is { } limit)
            {
                run.Limit = clock.CreateTimer(_ => Stop(run.Job.Number, StopReason.TimeLimit), null, limit, Timeout.InfiniteTimeSpan);
            }

            return new TaskRun(code, clock, FolderOf(run.Job)).Run(task, run.Stop, run.Progress.Report);
        }
        catch (CovalentException e)
        {
            return TaskOutcome.FromFailure(TaskFailures.OfDelivery(e), run.StartedAt, clock.GetUtcNow().UtcTicks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(run, e);
        }
    }

    // In a frame of its own, which would else hold the package while the task runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PackedTask TaskOf(FedJob job)
    {
        var package = job.TakePackage();
        using var stream = new MemoryStream(package, 0, package.Length, writable: false, publiclyVisible: true);
        return PackageReader.ReadAsync(stream, CancellationToken.None).GetAwaiter().GetResult().Tasks[0];
    }

    private BaseFolder FolderOf(FedJob job)
    {
        if (_folder?.Path != job.WorkDir)
        {
            _folder = (job.WorkDir, new BaseFolder(job.WorkDir));
        }

        _folder.Value.Folder.Enter();
        return _folder.Value.Folder;
    }

    private TaskOutcome Refused(FedRun run, Exception cause)
    {
        var failure = new CovalentException($"The task could not be begun in '{run.Job.WorkDir}' on {Environment.MachineName}: {cause.Message} Choose a work folder that exists or can be made there.", cause);
        return TaskOutcome.FromFailure(FailureInfo.FromException(FailureKind.Configuration, failure), run.StartedAt, clock.GetUtcNow().UtcTicks);
    }

    private void Abandon(FedRun run, StopReason reason)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var isAnswered = Answer(run, reason == StopReason.TimeLimit
            ? TaskOutcome.FromFailure(StopFailures.TimeLimit(run.Task?.Template.Name ?? "", run.Task?.TimeLimit), run.StartedAt, now)
            : new TaskOutcome { Status = Status.Cancelled, StartedAt = run.StartedAt, EndedAt = now });
        if (isAnswered)
        {
            leave();
        }
    }

    /// <returns>False when the job was answered before: its outcome may still be on its way.</returns>
    private bool Answer(FedRun run, TaskOutcome outcome)
    {
        if (!run.TryEnd())
        {
            return false;
        }

        run.Progress.End();
        outcome = outcome with
        {
            Stdout = output.TakeStdout(),
            Stderr = output.TakeStderr(),
            PeakMemory = Peak(outcome.EndedAt - outcome.StartedAt),
            Host = Environment.MachineName,
        };
        connection.SendOutcome(OutcomeCodec.Write(outcome, run.Task is { } task ? new OutcomeOrigin(task.DispatchId, task.NodeId, task.Attempt) : null));
        return true;
    }

    private long Peak(long ticks)
    {
        if (ticks >= ShortTask || _peak == 0)
        {
            _peak = PeakMemory.Read();
            _memory.Reset();
        }

        return _peak;
    }
}
