using System.Collections.Concurrent;
using System.Globalization;
using Covalent.Worker.Running;

namespace Covalent.Worker.Feeding;

/// <summary>Runs the jobs it is handed, one at a time, until none has come for a while. When whoever hands them out is gone, so is this process
/// and everything it started.</summary>
internal sealed class FeedCommand(FeedConnection connection, FeedServer server) : IDisposable
{
    // It was started for a job, which may take its time to arrive however short the idle time between jobs.
    private static readonly TimeSpan FirstJobPatience = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<FedJob> _jobs = [];

    public static int Run(FeedOptions options)
    {
        NativeProcess.BecomeGroupLeader();
        using var connection = new FeedConnection(options.Socket);
        using var output = new FeedOutput(options.Folder, TimeProvider.System);
        var server = new FeedServer(connection, output, options.Grace, TaskCode.Instance, TimeProvider.System, () => Leave(connection));
        using var command = new FeedCommand(connection, server);
        new Thread(command.Listen) { IsBackground = true, Name = "covalent-listen" }.Start();
        command.RunUntilIdle(options.Idle);
        Leave(connection);
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
                _jobs.Add(new FedJob(number, workDir, connection.Read(int.Parse(length, CultureInfo.InvariantCulture))));
                break;
            case ["cancel", var number]:
                server.Stop(number, Covalent.Core.Execution.StopReason.Cancelled);
                break;
            default:
                throw new CovalentException($"The order '{string.Join(' ', order)}' is unknown. Feeder and worker come from different versions.");
        }
    }

    private void RunUntilIdle(TimeSpan idle)
    {
        var patience = idle > FirstJobPatience ? idle : FirstJobPatience;
        while (_jobs.TryTake(out var job, patience))
        {
            server.Run(job);
            if (server.IsLeft)
            {
                // The thread that reported for the job ends this process.
                Thread.CurrentThread.Join();
            }

            patience = idle;
        }
    }

    // Not by returning from Main: threads that user code left running would keep the process alive.
    private static void Leave(FeedConnection connection)
    {
        connection.SayLeaving();
        NativeProcess.TerminateGroup();
        NativeProcess.ExitNow(0);
    }
}
