using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Covalent.Core.Execution;
using Covalent.Worker.Commands;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>Runs the jobs it is handed, one at a time, until none has come for a while. When whoever hands them out is gone, so is this process
/// and everything it started.</summary>
internal sealed class FeedCommand(FeedConnection connection, FeedOptions options, ITaskCode code, TimeProvider clock) : IDisposable
{
    /// <summary>Exit code of a worker that left for want of work; a job handed over at that moment has not begun.</summary>
    public const int LeftIdle = 75;

    private static readonly string[] Leftovers = ["package", "stdout", "stderr"];

    private readonly BlockingCollection<FedJob> _jobs = [];
    private volatile FedRun? _current;

    public static int Run(FeedOptions options)
    {
        NativeProcess.BecomeGroupLeader();
        using var connection = new FeedConnection(options.Socket);
        using var command = new FeedCommand(connection, options, TaskCode.Instance, TimeProvider.System);
        new Thread(command.Listen) { IsBackground = true, Name = "covalent-listen" }.Start();
        command.RunUntilIdle();

        // Not by returning from Main: threads that user code left running would keep the process alive.
        NativeProcess.TerminateGroup();
        NativeProcess.ExitNow(LeftIdle);
        return LeftIdle;
    }

    public void Dispose() => _jobs.Dispose();

    private void Listen()
    {
        try
        {
            while (connection.Read() is { } order)
            {
                Handle(order);
            }
        }
        catch (IOException)
        {
            // Whoever handed out jobs died in the middle of one.
        }
        finally
        {
            NativeProcess.KillGroup();
        }
    }

    private void Handle(string[] order)
    {
        switch (order)
        {
            case ["run", var number, var workDir, var length]:
                connection.ReadInto(Path.Combine(options.Folder, "package"), long.Parse(length, CultureInfo.InvariantCulture));
                _jobs.Add(new FedJob(number, workDir));
                break;
            case ["cancel", var number]:
                Cancel(number);
                break;
            default:
                throw new CovalentException($"The order '{string.Join(' ', order)}' is unknown. Feeder and worker come from different versions.");
        }
    }

    private void Cancel(string number)
    {
        if (_current is { } current && current.Job.Number == number)
        {
            current.Command.Cancel();
        }
    }

    private void RunUntilIdle()
    {
        while (_jobs.TryTake(out var job, options.Idle))
        {
            RunOne(job);
        }
    }

    private void RunOne(FedJob job)
    {
        var outcome = Path.Combine(options.Folder, "outcome");
        try
        {
            using var run = new RunCommand(RunOptions.ForJob(options.Folder, job.WorkDir, options.Grace) with { ToDisk = false }, code, clock);
            _current = new FedRun(job, run);
            var exitCode = run.RunPackage();
            _current = null;
            if (exitCode != WorkerCommand.OutcomeWritten)
            {
                NativeProcess.ExitNow(exitCode);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(job, e, outcome);
        }

        Answer(outcome);
    }

    private void Answer(string outcome)
    {
        // Before the answer: with it the next package may come.
        foreach (var file in Leftovers)
        {
            File.Delete(Path.Combine(options.Folder, file));
        }

        try
        {
            connection.SendOutcome(outcome);
        }
        catch (SocketException)
        {
            // Nobody listens any more, which the reading side notices, and ends this process.
        }

        File.Delete(outcome);
    }

    /// <summary>Reports for a job that could not even be begun.</summary>
    private void Refuse(FedJob job, Exception cause, string outcome)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var failure = new CovalentException($"The task could not be begun in '{job.WorkDir}' on {Environment.MachineName}: {cause.Message} Choose a work folder that exists or can be made there.", cause);
        OutcomeCodec.WriteFile(outcome, TaskOutcome.FromFailure(FailureInfo.FromException(FailureKind.Configuration, failure), now, now), origin: null);
    }

    private sealed record FedJob(string Number, string WorkDir);

    private sealed record FedRun(FedJob Job, RunCommand Command);
}
