using System.Diagnostics;

namespace Covalent.Executors.Tests.Ssh;

/// <summary>A server of a test's own, with the keys of the common one: to be killed and started again.</summary>
internal sealed class ThrowawaySshd : IAsyncDisposable
{
    private readonly string _config = Path.GetTempFileName();
    private Process? _server;

    private ThrowawaySshd(int port) => Port = port;

    public int Port { get; }

    public string KnownHosts => _config + ".known";

    /// <param name="environment">Variable of every session, <c>NAME=value</c>, in place of the common server's.</param>
    public static async Task<ThrowawaySshd> StartAsync(string? environment = null)
    {
        var server = new ThrowawaySshd(QuietPort.Find());
        bool keepsItsOwn = environment is null;
        string[] lines = [.. (await File.ReadAllLinesAsync(Backends.SshFile("sshd_config")))
            .Where(line => !line.StartsWith("Port ", StringComparison.Ordinal) && !line.StartsWith("PidFile ", StringComparison.Ordinal)
                && (keepsItsOwn || !line.StartsWith("SetEnv ", StringComparison.Ordinal))), $"Port {server.Port}", "PidFile none", keepsItsOwn ? "" : $"SetEnv SHLVL=5 {environment}"];
        await File.WriteAllLinesAsync(server._config, lines);
        string key = string.Join(' ', (await File.ReadAllTextAsync(Backends.SshFile("host_ed25519.pub"))).Split(' ').Take(2));
        await File.WriteAllTextAsync(server.KnownHosts, $"[127.0.0.1]:{server.Port} {key}\n");
        await server.RestartAsync();
        return server;
    }

    /// <summary>Connections to the server that are open now, as the system knows them.</summary>
    public int ConnectionsTo() => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == Port && connection.State == System.Net.NetworkInformation.TcpState.Established);

    /// <summary>Ends the server and every session it carries, without a word to their clients.</summary>
    public async Task KillAsync()
    {
        if (_server is { HasExited: false } server)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        _server?.Dispose();
        _server = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", _config]) { RedirectStandardError = true })!;
        var listening = new TaskCompletionSource();
        _server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("listening", StringComparison.Ordinal) == true)
            {
                listening.TrySetResult();
            }
        };
        _server.BeginErrorReadLine();
        await listening.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }

    public SshExecutor Executor()
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        executor.Port = Port;
        executor.KnownHostsFile = KnownHosts;
        (executor.RetryWaitTime, executor.MaxConnectionAttempts, executor.ConnectTimeout) = (0.2, 3, 30);
        return executor;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _server?.Dispose();
        File.Delete(_config);
        File.Delete(KnownHosts);
    }
}
