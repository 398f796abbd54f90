using System.Runtime.InteropServices;
using Covalent.Core.Execution;
using Covalent.Worker.Output;
using Covalent.Worker.Running;

namespace Covalent.Worker.Commands;

/// <summary>Runs the tasks of one package in turn and writes an outcome for each, whatever happens short of the sudden death of this process.</summary>
/// <param name="options">What to run and where to report.</param>
/// <param name="code">Calls the tasks' functions.</param>
/// <param name="clock">The clock.</param>
/// <param name="reserve">Room on the disk for bad news.</param>
/// <param name="outcomes">Where the tasks' ends are reported.</param>
internal sealed class RunCommand(RunOptions options, ITaskCode code, TimeProvider clock, DiskReserve reserve, OutcomeFiles outcomes) : IDisposable
{
    /// <summary>The outcome could not be written.</summary>
    public const int CannotReport = 74;

    private readonly BaseFolder _baseFolder = new(options.WorkDir ?? Environment.CurrentDirectory);
    private readonly CapturedStream? _stdout = options.Stdout is { } path ? new CapturedStream(path, OutputStream.Stdout) : null;
    private readonly CapturedStream? _stderr = options.Stderr is { } path ? new CapturedStream(path, OutputStream.Stderr) : null;
    private readonly PeakMemory _memory = new();
    private IReadOnlyList<PackedTask> _tasks = [];
    private RunningTask? _current;
    private readonly Lock _cancelling = new();
    private volatile bool _isCancelled;
    private int _next;

    public static int Run(RunOptions options)
    {
        if (options.Supervise)
        {
            return Supervisor.Run(options);
        }

        using var reserve = new DiskReserve(options.ReservePath);
        using var command = new RunCommand(options, TaskCode.Instance, TimeProvider.System, reserve, OutcomeFiles.Of(options, reserve));
        return command.RunAll();
    }

    public int RunAll()
    {
        var exitCode = RunPackage();
        Leave(exitCode);
        return exitCode;
    }

    /// <summary>Runs the package without leaving the process afterwards.</summary>
    public int RunPackage()
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var runaway = RunawayOutput.Watch(clock, _stdout, _stderr);
        reserve.Keep();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        try
        {
            if (options.PidFile is { } pidFile)
            {
                PidFile.Write(pidFile);
            }

            if (Load() is { } failure)
            {
                outcomes.WriteForPackage(failure);
            }
            else
            {
                for (_next = Math.Max(0, options.From); _next < _tasks.Count && !_isCancelled; _next++)
                {
                    RunOne(_next);
                }

                if (_isCancelled)
                {
                    CancelRest();
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The outcome cannot be written to '{options.Outcome}': {e.Message}");
            return CannotReport;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        }

        return WorkerCommand.OutcomeWritten;
    }

    /// <summary>Asks the running task to end; after the grace period the process is left without it.</summary>
    public void Cancel()
    {
        if (Volatile.Read(ref _current) is { } running)
        {
            Stop(running, StopReason.Cancelled);
        }
    }

    public void Dispose()
    {
        _stdout?.Dispose();
        _stderr?.Dispose();
    }

    private TaskOutcome? Load()
    {
        var now = clock.GetUtcNow().UtcTicks;
        try
        {
            using var file = new FileStream(options.Package, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            _tasks = PackageReader.ReadAsync(file, CancellationToken.None).GetAwaiter().GetResult().Tasks;
            return null;
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            return TaskOutcome.FromFailure(TaskFailures.OfDelivery(e), now, now);
        }
    }

    private void RunOne(int index)
    {
        var task = _tasks[index];
        using var stop = new StopSignal();
        var running = new RunningTask(index, task, stop, outcomes.ProgressOf(index, _tasks.Count, clock), clock.GetUtcNow().UtcTicks);
        _stdout?.Begin();
        _stderr?.Begin();
        _memory.Reset();
        Volatile.Write(ref _current, running);
        using var timer = StartTimer(running);
        var outcome = new TaskRun(code, clock, _baseFolder).Run(task, stop, running.Progress.Report, Limit(task));
        if (!End(running, outcome))
        {
            // The thread that reported for the task, and for those behind it, ends this process.
            Thread.CurrentThread.Join();
        }

        Volatile.Write(ref _current, null);
        running.Grace?.Dispose();
        _baseFolder.Enter();
    }

    private ITimer? StartTimer(RunningTask running) => Limit(running.Task) is { } limit
        ? clock.CreateTimer(_ => Stop(running, StopReason.TimeLimit), null, limit, Timeout.InfiniteTimeSpan)
        : null;

    private TimeSpan? Limit(PackedTask task) =>
        options.TimeLimit is { } mine && task.TimeLimit is { } its ? (mine < its ? mine : its) : options.TimeLimit ?? task.TimeLimit;

    /// <summary>Asks the task to end; when it has not after the grace period, reports for it and leaves it behind with the process.</summary>
    private void Stop(RunningTask running, StopReason reason)
    {
        if (running.Stop.TryGive(reason))
        {
            running.Grace = clock.CreateTimer(_ => Abandon(running, AfterStop(running, reason)), null, options.Grace, Timeout.InfiniteTimeSpan);
        }

        running.Stop.Request(reason);
    }

    private TaskOutcome AfterStop(RunningTask running, StopReason reason)
    {
        var now = clock.GetUtcNow().UtcTicks;
        return reason == StopReason.TimeLimit
            ? TaskOutcome.FromFailure(StopFailures.TimeLimit(running.Task.Template.Name, Limit(running.Task)), running.StartedAt, now)
            : new TaskOutcome { Status = Status.Cancelled, StartedAt = running.StartedAt, EndedAt = now };
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _isCancelled = true;
        if (Volatile.Read(ref _current) is { } running)
        {
            Stop(running, StopReason.Cancelled);
        }
        else
        {
            CancelRest();
            Leave(WorkerCommand.OutcomeWritten);
        }
    }

    // Whoever tells this process to stop means the whole package: what has not begun will not.
    private void CancelRest()
    {
        lock (_cancelling)
        {
            CancelUnreported();
        }
    }

    private void CancelUnreported()
    {
        var now = clock.GetUtcNow().UtcTicks;
        var cancelled = new TaskOutcome { Status = Status.Cancelled, StartedAt = now, EndedAt = now };
        if (_tasks.Count == 0)
        {
            outcomes.WriteForPackage(cancelled);
        }

        for (var index = _next; index < _tasks.Count; index++)
        {
            if (!outcomes.IsThere(index, _tasks.Count))
            {
                WriteOutcome(index, cancelled);
            }
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (Volatile.Read(ref _current) is { } running)
        {
            Abandon(running, Died(running, $"it ended itself with exit code {Environment.ExitCode} (Environment.Exit)"));
        }
    }

    private void OnUnhandledException(object? sender, UnhandledExceptionEventArgs e)
    {
        if (Volatile.Read(ref _current) is { } running)
        {
            Abandon(running, Died(running, "an exception was not caught on a thread it had started", e.ExceptionObject as Exception));
        }
    }

    private TaskOutcome Died(RunningTask running, string how, Exception? cause = null) => TaskOutcome.FromFailure(
        StopFailures.ProcessDied(running.Task.Template.Name, how) with { Inner = cause is null ? null : FailureInfo.FromUserCode(cause) },
        running.StartedAt,
        clock.GetUtcNow().UtcTicks) with { ProcessDied = true };

    private void Abandon(RunningTask running, TaskOutcome outcome)
    {
        if (!End(running, outcome))
        {
            return;
        }

        if (_isCancelled)
        {
            CancelRest();
        }
        else if (!IsSupervised)
        {
            for (var index = running.Index + 1; index < _tasks.Count; index++)
            {
                WriteOutcome(index, NeverStarted(_tasks[index]));
            }
        }

        Leave(WorkerCommand.OutcomeWritten);
    }

    private TaskOutcome NeverStarted(PackedTask task)
    {
        var now = clock.GetUtcNow().UtcTicks;
        return TaskOutcome.FromFailure(StopFailures.NotStarted(task.Template.Name, "the task before it in the same job took the worker down"), now, now);
    }

    /// <summary>Writes the outcome of a task, once.</summary>
    private bool End(RunningTask running, TaskOutcome outcome)
    {
        if (!running.TryEnd())
        {
            return false;
        }

        running.Progress.End();
        WriteOutcome(running.Index, outcome with
        {
            Stdout = _stdout is null ? default : _stdout.Read(_stdout.Start, _stdout.End),
            // Both streams in one file are one stream.
            Stderr = _stderr is null || options.Stderr == options.Stdout ? default : _stderr.Read(_stderr.Start, _stderr.End),
            PeakMemory = PeakMemory.Read(),
            Host = Environment.MachineName,
        });
        return true;
    }

    private void WriteOutcome(int index, TaskOutcome outcome) => outcomes.Write(_tasks[index], index, _tasks.Count, outcome);

    private bool IsSupervised => options.From >= 0;

    // Not by returning from Main: threads that user code left running would keep the process alive.
    private void Leave(int exitCode)
    {
        reserve.Release();
        NativeProcess.TerminateGroup();
        NativeProcess.ExitNow(exitCode);
    }
}
