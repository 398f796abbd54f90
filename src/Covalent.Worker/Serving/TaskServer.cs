using System.Runtime.CompilerServices;
using Covalent.Core.Execution;
using Covalent.Worker.Output;
using Covalent.Worker.Running;

namespace Covalent.Worker.Serving;

/// <summary>Runs queued tasks one at a time on the calling thread, since the current folder and the standard streams are the process's, and
/// so that a death has one suspect.</summary>
internal sealed class TaskServer
{
    // Reading the peak costs more than a short task; one this short cannot have touched much memory.
    private const long ShortTask = TimeSpan.TicksPerMillisecond;
    private const int LargeResult = 32 << 20;

    private readonly PoolConnection _connection;
    private readonly WorkQueue _queue;
    private readonly CapturedStream _stdout;
    private readonly CapturedStream _stderr;
    private readonly TaskRun _run;
    private readonly PeakMemory _memory = new();
    private readonly OutputWatch _watch;
    private readonly ExecutionContext _cleanContext = ExecutionContext.Capture()!;
    private readonly Action<double, string?> _progress;
    private long _peak;

    public TaskServer(PoolConnection connection, WorkQueue queue, CapturedStream stdout, CapturedStream stderr, ITaskCode code, TimeProvider clock)
    {
        _connection = connection;
        _queue = queue;
        _stdout = stdout;
        _stderr = stderr;
        _run = new TaskRun(code, clock, new BaseFolder(Environment.CurrentDirectory));
        _watch = new OutputWatch(connection, stdout, stderr, clock);
        _progress = _watch.Report;
    }

    public void RunUntilRetired()
    {
        while (_queue.Take() is { } next)
        {
            // User code must not pass on its async locals, culture or the like to the next task.
            ExecutionContext.Run(_cleanContext, static state =>
            {
                var (server, task) = ((TaskServer, QueuedTask))state!;
                server.RunOne(task);
            }, (this, next));
        }
    }

    private void RunOne(QueuedTask next)
    {
        var (isLarge, isOutOfMemory) = RunAndReport(next);
        if (isLarge)
        {
            // Gone before the next task's values arrive, which are in memory beside it else.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        if (isOutOfMemory)
        {
            // The heap of this process can no longer be trusted to serve others.
            _connection.Send(static (writer, _) =>
            {
                writer.Begin(FrameKind.Leaving);
                writer.End();
            }, 0);
            NativeProcess.KillGroup();
        }
    }

    // Apart, so that nothing of the outcome is left on the stack afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (bool IsLarge, bool IsOutOfMemory) RunAndReport(QueuedTask next)
    {
        using var stop = next.Stop;
        _stdout.BeginAlone();
        _stderr.BeginAlone();
        _watch.Begin(next.Ticket);
        var outcome = _run.Run(next.Task, stop, _progress);
        var (written, complained) = _watch.End();
        Report(next.Ticket, outcome with
        {
            PeakMemory = Peak(outcome.EndedAt - outcome.StartedAt),
            Stdout = Take(_stdout, written),
            Stderr = Take(_stderr, complained),
        });
        return (outcome.Result.Bytes.Length > LargeResult, outcome.Failure?.Type == typeof(OutOfMemoryException).FullName);
    }

    private static ReadOnlyMemory<byte> Take(CapturedStream stream, long length)
    {
        if (length == 0)
        {
            return default;
        }

        var output = stream.Read(0, length);
        stream.Empty();
        return output;
    }

    private void Report(int ticket, TaskOutcome outcome)
    {
        _connection.Send(static (writer, end) =>
        {
            if (CompletedFrame.Fits(end.Outcome))
            {
                CompletedFrame.Write(writer, end.Ticket, end.Outcome);
                return;
            }

            writer.Begin(FrameKind.Ended);
            writer.Int(end.Ticket);
            foreach (var part in OutcomeCodec.Write(end.Outcome, origin: null))
            {
                writer.Append(part);
            }

            writer.End();
        }, (Ticket: ticket, Outcome: outcome));
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
