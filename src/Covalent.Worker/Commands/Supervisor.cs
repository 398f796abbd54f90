using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Covalent.Core.Execution;

namespace Covalent.Worker.Commands;

/// <summary>Runs a package in a child process, and reports in its place when it dies. Goes on with the next task in a new child.</summary>
internal sealed class Supervisor(RunOptions options, IReadOnlyList<PackedTask> tasks, TimeProvider clock)
{
    private Process? _child;
    private bool _stopping;

    public static int Run(RunOptions options)
    {
        if (options.PidFile is { } path)
        {
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }

        using var file = new FileStream(options.Package, FileMode.Open, FileAccess.Read, FileShare.Read);
        var tasks = PackageReader.ReadHeadAsync(file, CancellationToken.None).GetAwaiter().GetResult();
        return new Supervisor(options, tasks, TimeProvider.System).RunAll();
    }

    private int RunAll()
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        for (var next = 0; next < tasks.Count;)
        {
            var started = clock.GetUtcNow().UtcTicks;
            var exitCode = RunChild(next);
            while (next < tasks.Count && File.Exists(options.OutcomeOf(next, tasks.Count)))
            {
                next++;
            }

            if (next < tasks.Count)
            {
                Report(next++, exitCode, started);
            }
        }

        return WorkerCommand.OutcomeWritten;
    }

    private int RunChild(int from)
    {
        using var child = Process.Start(new ProcessStartInfo(WorkerHost.DotnetPath, [.. WorkerHost.OwnArguments(), "run", .. ChildOptions(from)])
        {
            UseShellExecute = false,
        })!;
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
            ("--stdout", options.Stdout), ("--stderr", options.Stderr), ("--workdir", options.WorkDir),
            ("--time-limit", options.TimeLimit?.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var (name, value) in optional.Where(option => option.Value is not null))
        {
            line.AddRange([name, value!]);
        }

        return line;
    }

    private void Report(int index, int exitCode, long started)
    {
        var task = tasks[index];
        var ended = clock.GetUtcNow().UtcTicks;
        var stderr = LastWords();
        var outcome = Volatile.Read(ref _stopping)
            ? new TaskOutcome { Status = Status.Cancelled, StartedAt = started, EndedAt = ended }
            : TaskOutcome.FromFailure(StopFailures.ProcessDied(task.Template.Name, ProcessExit.Describe(exitCode)), started, ended) with { ProcessDied = true };
        OutcomeCodec.WriteFile(options.OutcomeOf(index, tasks.Count), outcome with { Stderr = stderr, Host = Environment.MachineName },
            new OutcomeOrigin(task.DispatchId, task.NodeId, task.Attempt));
    }

    // The part of the file that belongs to this task is not known any more; its end is what matters after a crash.
    private ReadOnlyMemory<byte> LastWords()
    {
        const int Kept = 64 << 10;
        if (options.Stderr is null || !File.Exists(options.Stderr))
        {
            return default;
        }

        using var file = File.OpenHandle(options.Stderr, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        return OutputFile.Read(file, Math.Max(0, length - Kept), length);
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
