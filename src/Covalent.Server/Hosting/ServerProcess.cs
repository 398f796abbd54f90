using System.Runtime.InteropServices;

namespace Covalent.Server.Hosting;

/// <summary>The server as a program: options in, exit code out.</summary>
internal static class ServerProcess
{
    public const int Failed = 1;
    public const int AlreadyRunning = 3;
    public const int WrongUse = 64;

    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var configuration = CovalentConfiguration.Load();
            return arguments is ["token", .. var rest] ? TokenCommand.Run(rest, configuration, TimeProvider.System) : await ServeAsync(ServerOptions.Parse(arguments, configuration));
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
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    private static async Task<int> ServeAsync(ServerOptions options)
    {
        // Workers inherit the environment, and the code they run need not know the server's token.
        Environment.SetEnvironmentVariable(ServerOptions.TokenVariable, null);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        await using var server = await CovalentServer.StartAsync(options);
        Console.Out.WriteLine($"Covalent listens on {server.Address} (data folder {options.DataFolder}).");
        await stop.Task;
        return 0;
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stop)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
