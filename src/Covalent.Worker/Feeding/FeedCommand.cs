using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Covalent.Worker.Commands;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>Runs the jobs it is handed, one at a time, until none has come for a while. When whoever hands them out is gone, so is this process
/// and everything it started.</summary>
internal sealed class FeedCommand(FeedConnection connection, FeedOptions options, ITaskCode code, TimeProvider clock) : IDisposable
{
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
        NativeProcess.ExitNow(0);
        return 0;
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
        finally
        {
            NativeProcess.KillGroup();
        }
    }

    private void Handle(string[] order)
    {
        switch (order)
        {
            case ["run", var folder, var workDir]:
                _jobs.Add(new FedJob(folder, workDir));
                break;
            case ["cancel", var folder]:
                if (_current is { } current && current.Job.Folder == folder)
                {
                    current.Command.Cancel();
                }

                break;
            default:
                throw new CovalentException($"The order '{string.Join(' ', order)}' is unknown. Feeder and worker come from different versions.");
        }
    }

    private void RunUntilIdle()
    {
        while (_jobs.TryTake(out var job, options.Idle))
        {
            connection.Send("began");
            RunOne(job);
        }
    }

    private void RunOne(FedJob job)
    {
        try
        {
            using var run = new RunCommand(RunOptions.ForJob(job.Folder, job.WorkDir, options.Grace), code, clock);
            _current = new FedRun(job, run);
            var exitCode = run.RunPackage();
            _current = null;
            if (exitCode != WorkerCommand.OutcomeWritten)
            {
                NativeProcess.ExitNow(exitCode);
            }

            connection.Send("ended");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(job, e);
        }
    }

    /// <summary>Reports for a job that could not even be begun.</summary>
    private void Refuse(FedJob job, Exception cause)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var failure = new CovalentException($"The task could not be begun in '{job.WorkDir}' on {Environment.MachineName}: {cause.Message} Choose a work folder that exists or can be made there.", cause);
        OutcomeCodec.WriteFile(Path.Combine(job.Folder, "outcome"), TaskOutcome.FromFailure(FailureInfo.FromException(FailureKind.Configuration, failure), now, now), origin: null);
        connection.Send("ended");
    }

    private sealed record FedJob(string Folder, string WorkDir);

    private sealed record FedRun(FedJob Job, RunCommand Command);
}
