using System.Runtime.InteropServices;
using Covalent.Core.Execution;
using Covalent.Worker.Commands;
using Covalent.Worker.Running;

namespace Covalent.Worker.Draining;

/// <summary>Runs waiting jobs, one at a time, until none has come for a while. Its leader, a shell script, starts it again should it die under a job.</summary>
internal sealed class DrainCommand(DrainOptions options, ITaskCode code, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan CancelLook = TimeSpan.FromMilliseconds(200);

    private readonly JobQueue _queue = new(options);
    private readonly DiskReserve _reserve = new(Path.Combine(options.Self, "reserve"));
    private readonly QueueNews _news = new(options.News.Length > 0 ? options.News : Path.Combine(options.Queue, "ended"));
    private volatile bool _stopping;
    private int _exitCode;

    public static int Run(DrainOptions options)
    {
        if (options.LeadsGroup)
        {
            NativeProcess.BecomeGroupLeader();
        }

        using var command = new DrainCommand(options, TaskCode.Instance, TimeProvider.System);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, command.OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, command.OnSignal);
        command.RunUntilIdle();

        NativeProcess.TerminateGroup();

        // Not by returning from Main: threads that user code left running would keep the process alive.
        NativeProcess.ExitNow(command._exitCode);
        return command._exitCode;
    }

    public void RunUntilIdle()
    {
        var idleSince = clock.GetTimestamp();
        while (!_stopping)
        {
            if (_queue.TryTake() is { } job)
            {
                RunOne(job);
                idleSince = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(idleSince) is var idle && idle < options.Idle)
            {
                _queue.Wait(options.Idle - idle);
            }
            else if (Retire())
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _reserve.Dispose();
        _queue.Dispose();
    }

    private void RunOne(TakenJob job)
    {
        try
        {
            WriteWhole(Path.Combine(job.Folder, "pid"), options.Leader);
            WriteWhole(Path.Combine(options.Self, "current"), job.Name);
            var one = RunOptions.ForJob(job.Folder, job.WorkDir, options.Grace);
            var outcomes = new OutcomeFiles(one, _reserve, new JobNews(_news, job.Name));
            using var run = new RunCommand(one, code, clock, _reserve, outcomes);
            var isTold = false;
            using var looking = clock.CreateTimer(_ => Look(job, run, ref isTold), null, CancelLook, CancelLook);
            if (run.RunPackage() == RunCommand.CannotReport)
            {
                // The job's name stays in 'current', from which the leader takes whose end it has to tell.
                (_exitCode, _stopping) = (RunCommand.CannotReport, true);
                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(job, e);
        }

        Idle();
    }

    private void Idle()
    {
        try
        {
            WriteWhole(Path.Combine(options.Self, "current"), "");
            return;
        }
        catch (IOException)
        {
            _reserve.Release();
        }

        WriteWhole(Path.Combine(options.Self, "current"), "");
    }

    /// <summary>Reports for a job that could not even be begun.</summary>
    private void Refuse(TakenJob job, Exception cause)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var failure = new CovalentException($"The task could not be begun in '{job.WorkDir}' on {Environment.MachineName}: {cause.Message} Choose a work folder that exists or can be made there.", cause);
        _reserve.Release();
        OutcomeCodec.WriteFile(Path.Combine(job.Folder, "outcome"), TaskOutcome.FromFailure(FailureInfo.FromException(FailureKind.Configuration, failure), now, now), origin: null);
        _news.TellEnded(job.Name, Path.Combine(job.Folder, "outcome"));
    }

    private void Look(TakenJob job, RunCommand run, ref bool isTold)
    {
        if (!isTold)
        {
            // Who follows the queue need not ask whether a longer task has begun.
            isTold = true;
            _news.TellRunning(job.Name);
        }

        if (File.Exists(Path.Combine(job.Folder, "cancel")))
        {
            run.Cancel();
        }
    }

    /// <summary>Leaves, unless a job came in the last moment: whoever adds one after this file was made sees it and starts another worker.</summary>
    private bool Retire()
    {
        var retired = Path.Combine(options.Self, "retired");
        File.WriteAllText(retired, "");
        if (_queue.TryTake() is not { } job)
        {
            return true;
        }

        File.Delete(retired);
        RunOne(job);
        return false;
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping = true;
    }

    private static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".part", text.Length == 0 ? "" : text + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }
}
