using System.Diagnostics;

namespace Covalent.Server.Tests.Hosting;

/// <summary>The real program, started and killed by a test.</summary>
internal sealed class ServerProcessRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private bool _isDisposed;

    private ServerProcessRun(Process process, string folder)
    {
        _process = process;
        Folder = folder;
    }

    public string Folder { get; }

    public string Address { get; private set; } = "";

    public int Id => _process.Id;

    public HttpDispatcherClient Client { get; private set; } = null!;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "covalent-server.dll");

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static async Task<ServerProcessRun> StartAsync(string folder, int port = 0, params (string Name, string Value)[] environment)
    {
        var run = new ServerProcessRun(Start(folder, ["--port", port.ToString()], environment), folder);
        using var patience = new CancellationTokenSource(Patience);
        var line = await run._process.StandardOutput.ReadLineAsync(patience.Token);
        if (line is null)
        {
            throw new InvalidOperationException($"The server did not start: {await run._process.StandardError.ReadToEndAsync(patience.Token)}");
        }

        _ = run._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        run.Address = line.Split(' ')[3];
        run.Client = new HttpDispatcherClient(new HttpDispatcherClientOptions(new Uri(run.Address)) { BundleFolder = TestServer.ClientBundles });
        return run;
    }

    /// <summary>Starts the program and gives what it said and its exit code.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
        _ = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as an operator does.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (Client is { } client)
        {
            await client.DisposeAsync();
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Process Start(string folder, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--data", folder, .. arguments]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["COVALENT_CONFIG_DIR"] = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
