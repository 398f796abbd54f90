using System.Runtime.InteropServices;

namespace Covalent.Server.Hosting;

/// <summary>The server as a program: options in, exit code out.</summary>
internal static class ServerProcess
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var configuration = CovalentConfiguration.Load();
            return arguments is ["token", .. var rest] ? TokenCommand.Run(rest, configuration, TimeProvider.System) : await ServeAsync(ServerOptions.Parse(arguments, configuration));
        }
        catch (ConfigurationException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.Input;
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is CovalentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.Unavailable;
        }
    }

    private static async Task<int> ServeAsync(ServerOptions options)
    {
        ForgetSecrets();
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var starting = new CancellationTokenSource();
        _ = stop.Task.ContinueWith(_ => starting.Cancel(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        await using var server = await StartAsync(options, starting.Token);
        if (server is null)
        {
            return ExitCodes.Success;
        }

        await using var trimming = NativeMemory.GiveBackNowAndThen(options.Clock);
        Console.Out.WriteLine($"Covalent listens on {server.Address} (data folder {options.DataFolder}).");
        var code = await Task.WhenAny(stop.Task, server.Replaced) == stop.Task ? ExitCodes.Success : ExitCodes.Unavailable;
        if (code != ExitCodes.Success)
        {
            Console.Error.WriteLine("This server has lost the shared database for so long that another may lead now (its log says why), so it ends. Start it again to have it stand by.");
        }

        await server.DisposeAsync();
        if (server.WasCutShort)
        {
            Console.Error.WriteLine($"Not everything ended within {CovalentServer.LongestStop.TotalSeconds:0} seconds; the next start goes on with what was unfinished, as after a kill.");
            Environment.Exit(code);
        }

        return code;
    }

    // Workers inherit the environment, and the code they run need not know the server's token or the password of its database. The options have them.
    private static void ForgetSecrets()
    {
        foreach (var name in (string[])[ServerOptions.TokenVariable, ServerOptions.StartVariable, "COVALENT_DATABASE_URL", "COVALENT_DISPATCHER__DATABASE_URL"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <returns>Null when it was told to stop before it was up.</returns>
    private static async Task<CovalentServer?> StartAsync(ServerOptions options, CancellationToken stopping)
    {
        try
        {
            var server = await CovalentServer.StartAsync(options, stopping);
            StartRecord.Keep(options);
            return server;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            StartRecord.Forget(options);
        }
    }

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stop)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
}
