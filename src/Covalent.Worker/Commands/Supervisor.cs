using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Covalent.Core.Execution;
using Covalent.Worker.Running;

namespace Covalent.Worker.Commands;

/// <summary>Runs a package in a child process, and reports in its place when it dies. Goes on with the next task in a new child.</summary>
internal sealed class Supervisor(RunOptions options, IReadOnlyList<PackedTask> tasks, OutcomeFiles outcomes, TimeProvider clock)
{
    private Process? _child;
    private bool _stopping;

    public static int Run(RunOptions options)
    {
        try
        {
            if (options.PidFile is { } pidFile)
            {
                PidFile.Write(pidFile);
            }

            // The child's: one that was killed leaves it behind, and what is reported for it may need the room.
            using var reserve = new DiskReserve(options.ReservePath);
            var outcomes = OutcomeFiles.Of(options, reserve);
            return ReadTasks(options, outcomes) is { } tasks ? new Supervisor(options, tasks, outcomes, TimeProvider.System).RunAll() : WorkerCommand.OutcomeWritten;
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return RunCommand.CannotReport;
        }
    }

    /// <summary>What is in the package; null when it is damaged or of another version, which its outcome then says.</summary>
    private static IReadOnlyList<PackedTask>? ReadTasks(RunOptions options, OutcomeFiles outcomes)
    {
        using var file = new FileStream(options.Package, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return PackageReader.ReadHeadAsync(file, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (CovalentException e)
        {
            var now = TimeProvider.System.GetUtcNow().UtcTicks;
            outcomes.WriteForPackage(TaskOutcome.FromFailure(TaskFailures.OfDelivery(e), now, now));
            return null;
        }
    }

    private int RunAll()
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        for (var next = 0; next < tasks.Count;)
        {
            var (first, started, output) = (next, clock.GetUtcNow().UtcTicks, OutputLengths());
            // What has not begun when this process is told to stop will not.
            var exitCode = Volatile.Read(ref _stopping) ? 0 : RunChild(first);
            while (next < tasks.Count && outcomes.IsThere(next, tasks.Count))
            {
                next++;
            }

            if (next < tasks.Count)
            {
                // Where the parts of later tasks begin died with the child; the end of the files is what matters then.
                Report(next, exitCode, started, next == first ? output : null);
                next++;
            }
        }

        return WorkerCommand.OutcomeWritten;
    }

    private int RunChild(int from)
    {
        using var child = Process.Start(WorkerHost.Start(["run", .. ChildOptions(from)]))!;
        _child = child;
        if (Volatile.Read(ref _stopping))
        {
            NativeProcess.Terminate(child.Id);
        }

        child.WaitForExit();
        _child = null;
        return child.ExitCode;
    }

    private List<string> ChildOptions(int from)
    {
        List<string> line =
        [
            "--package", options.Package, "--outcome", options.Outcome, "--from", from.ToString(CultureInfo.InvariantCulture),
            "--grace", options.Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        (string Name, string? Value)[] optional =
        [
            ("--stdout", options.Stdout), ("--stderr", options.Stderr), ("--workdir", options.WorkDir), ("--news", options.News),
            ("--time-limit", options.TimeLimit?.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (name, value) in optional.Where(option => option.Value is not null))
        {
            line.AddRange([name, value!]);
        }

        return line;
    }

    private void Report(int index, int exitCode, long started, (long Stdout, long Stderr)? output)
    {
        var task = tasks[index];
        var ended = clock.GetUtcNow().UtcTicks;
        var outcome = Volatile.Read(ref _stopping)
            ? new TaskOutcome { Status = Status.Cancelled, StartedAt = started, EndedAt = ended }
            : TaskOutcome.FromFailure(StopFailures.ProcessDied(task.Template.Name, ProcessExit.Describe(exitCode)), started, ended) with { ProcessDied = true };
        outcomes.Write(task, index, tasks.Count, outcome with
        {
            Stdout = Read(options.Stdout, output?.Stdout),
            Stderr = Read(options.Stderr, output?.Stderr),
            Host = Environment.MachineName,
        });
    }

    private (long Stdout, long Stderr) OutputLengths() => (LengthOf(options.Stdout), LengthOf(options.Stderr));

    private static long LengthOf(string? path) => path is not null && new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private static ReadOnlyMemory<byte> Read(string? path, long? start)
    {
        const int Kept = 64 << 10;
        if (path is null || !File.Exists(path))
        {
            return default;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        return OutputFile.Read(file, start ?? Math.Max(0, length - Kept), length);
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Volatile.Write(ref _stopping, true);
        if (_child is { } child)
        {
            NativeProcess.Terminate(child.Id);
        }
    }
}
