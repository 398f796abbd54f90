using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Covalent.Server.Hosting;

/// <summary>The server as a program: options in, exit code out.</summary>
internal static class ServerProcess
{
    public const int WrongUse = 64;
    public const int Failed = 1;
    public const int AlreadyRunning = 3;

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = ServerOptions.Parse(arguments, CovalentConfiguration.Load());
            var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
            await using var server = await CovalentServer.StartAsync(options);
            Console.Out.WriteLine($"Covalent listens on {server.Address} (data folder {options.DataFolder}).");
            await Task.WhenAny(stop.Task, server.Failed);
            return stop.Task.IsCompleted ? 0 : Failed;
        }
        catch (ServerRunningException e)
        {
            Console.Error.WriteLine(e.Message);
            return AlreadyRunning;
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return WrongUse;
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException or SocketException)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stop)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
