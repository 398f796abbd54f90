using System.Diagnostics;

namespace Covalent.Server.Tests.Persistence;

/// <summary>A server in a process of its own, on a shared database.</summary>
internal sealed class ServerProcessHandle : IAsyncDisposable
{
    private const string DatabaseVariable = "COVALENT_TEST_SHARED_DATABASE";
    private readonly Process _process;
    private readonly string _folder;

    private ServerProcessHandle(Process process, string folder, string address)
    {
        (_process, _folder, Address) = (process, folder, address);
        Http = new HttpClient { BaseAddress = new Uri(address + "/") };
        Client = new HttpDispatcherClient(new HttpDispatcherClientOptions(new Uri(address)) { BundleFolder = TestServer.ClientBundles });
    }

    public string Address { get; }

    public HttpClient Http { get; }

    public HttpDispatcherClient Client { get; }

    public static async Task<ServerProcessHandle> StartAsync(string database, TimeSpan lease)
    {
        var folder = TestServer.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "covalent.conf"), $"[dispatcher]\nlease = {lease.TotalSeconds:0.0}\n");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "covalent-server"))
        {
            ArgumentList = { "--data", Path.Combine(folder, "data"), "--port", "0", "--database", $"env:{DatabaseVariable}" },
            Environment = { ["COVALENT_CONFIG_DIR"] = folder, [DatabaseVariable] = database },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"The server did not start: {await errors}");
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new ServerProcessHandle(process, folder, line.Split(' ')[3]);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Http.Dispose();
        if (!_process.HasExited)
        {
            await SignalAsync("CONT");
            await SignalAsync("TERM");
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
