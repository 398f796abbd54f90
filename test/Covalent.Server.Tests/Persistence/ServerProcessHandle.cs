using System.Diagnostics;
using System.Text.Json;

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
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {process.ExitCode}: {await errors}");
            }

            if (ReadAddress(Path.Combine(folder, "data", "server.json")) is { } address)
            {
                return new ServerProcessHandle(process, folder, address);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
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
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
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

    private static string? ReadAddress(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("address").GetString();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
