using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Options;
using Covalent.Executors.Remote;

namespace Covalent.Executors;

/// <summary>What executors have in common that reach their machine over SSH: who logs in, how the server is verified, how patient to be,
/// and where things lie there.</summary>
/// <remarks>What is left empty is taken from the OpenSSH configuration (<c>~/.ssh/config</c>), so a host alias works as it does with <c>ssh</c>.</remarks>
public abstract class SshConnectedExecutor : TravellingExecutor
{
    /// <summary>For the executors of this library.</summary>
    private protected SshConnectedExecutor()
    {
    }

    /// <summary>User to log in as. Default: "" (the SSH configuration's, else the local user).</summary>
    public string Username { get; set; } = "";

    /// <summary>Private key file. Default: "" (the SSH configuration's, else the agent's keys and the usual files in <c>~/.ssh</c>).</summary>
    public string SshKeyFile { get; set; } = "";

    /// <summary>OpenSSH user certificate for the key. Default: "" (<c>KEY-cert.pub</c> beside the key, if it is there).</summary>
    public string CertFile { get; set; } = "";

    /// <summary>Where the key's passphrase is: <c>env:NAME</c> or <c>file:PATH</c>, never the passphrase itself. Default: "" (none).</summary>
    public string SshKeyPassphrase { get; set; } = "";

    /// <summary>Offer the SSH agent's keys although a key file is named. Default: false.</summary>
    public bool UseAgent { get; set; }

    /// <summary>TCP port. Default: 0 (the SSH configuration's, else 22).</summary>
    public int Port { get; set; }

    /// <summary>Hosts to go through, as in ssh's ProxyJump: <c>[user@]host[:port]</c>, several with commas. Default: "" (the SSH configuration's, else none).</summary>
    public string JumpHost { get; set; } = "";

    /// <summary><c>strict</c> trusts only host keys in the known-hosts file; <c>accept-new</c> also trusts hosts never seen before and writes their
    /// keys down. Changed keys are always refused. Default: "" (the SSH configuration's, else strict).</summary>
    public string HostKeyChecking { get; set; } = "";

    /// <summary>Known-hosts file. Default: "" (the SSH configuration's, else <c>~/.ssh/known_hosts</c> and the system's).</summary>
    public string KnownHostsFile { get; set; } = "";

    /// <summary>Read <c>~/.ssh/config</c> and the system's SSH configuration. Default: true.</summary>
    public bool UseSshConfig { get; set; } = true;

    /// <summary>Seconds after which a silent link is probed. A probe unanswered for three times as long counts as a lost link. Default: 15.</summary>
    public double KeepAlive { get; set; } = 15;

    /// <summary>Try to connect again when the machine cannot be reached. Default: true.</summary>
    public bool RetryConnect { get; set; } = true;

    /// <summary>Attempts to connect before giving up. Default: 5: with the other defaults, a machine that cannot be reached fails a task after 75 seconds
    /// where that is said at once, and after 4 minutes at most.</summary>
    public int MaxConnectionAttempts { get; set; } = 5;

    /// <summary>Seconds to wait after the first failed attempt; doubled after each further one, up to a minute. Default: 5.</summary>
    public double RetryWaitTime { get; set; } = 5;

    /// <summary>Connections to one machine at once; each carries eight commands. Default: 2.</summary>
    public int MaxConnections { get; set; } = 2;

    /// <summary>Folder tasks run in; relative to the remote home. A leading <c>~</c>, <c>$HOME</c> or other variable is the far side's. Default: <c>covalent-workdir</c>.</summary>
    public string RemoteWorkdir { get; set; } = "covalent-workdir";

    /// <summary>Seconds a machine may be unreachable before its jobs count as lost. Default: 86400 (a day).</summary>
    public double HostPatience { get; set; } = 86400;

    /// <inheritdoc />
    public override IEnumerable<string> Problems() =>
    [
        .. base.Problems(),
        .. LoginProblems(),
        .. OptionCheck.Problems(
            OptionCheck.Seconds("keep_alive", KeepAlive, 0.1),
            OptionCheck.Seconds("retry_wait_time", RetryWaitTime),
            OptionCheck.Patience("host_patience", HostPatience),
            OptionCheck.Count("max_connection_attempts", MaxConnectionAttempts),
            OptionCheck.Count("max_connections", MaxConnections),
            OptionCheck.Folder("remote_workdir", RemoteWorkdir)),
    ];

    /// <summary>Where to log in, with what the SSH configuration knows.</summary>
    internal SshEndpoint EndpointTo(string host, string? user = null, int? port = null)
    {
        SshEndpointResolver resolver = UseSshConfig ? SshEndpointResolver.ForUser : SshEndpointResolver.WithoutConfiguration;
        return resolver.Resolve(new SshRequest(host)
        {
            User = user ?? NullIfEmpty(Username),
            Port = port ?? (Port == 0 ? null : Port),
            KeyFiles = SshKeyFile.Length == 0 ? [] : [SshKeyFile],
            Jump = NullIfEmpty(JumpHost),
            HostKeyChecking = HostKeyChecking switch { "strict" => Channels.Ssh.HostKeyChecking.Strict, "accept-new" => Channels.Ssh.HostKeyChecking.AcceptNew, _ => null },
            Template = new SshEndpoint
            {
                Host = host,
                User = "",
                CertificateFile = NullIfEmpty(CertFile),
                Passphrase = NullIfEmpty(SshKeyPassphrase),
                UseAgent = UseAgent,
                KnownHostsFiles = KnownHostsFile.Length == 0 ? [] : [KnownHostsFile],
                ConnectTimeout = TimeSpan.FromSeconds(ConnectTimeout),
                KeepAlive = TimeSpan.FromSeconds(KeepAlive),
                ConnectAttempts = RetryConnect ? MaxConnectionAttempts : 1,
                RetryPause = TimeSpan.FromSeconds(RetryWaitTime),
                MaxConnections = MaxConnections,
            },
        });
    }

    /// <summary>Waits for a machine that cannot be reached, for as long as that may take.</summary>
    private protected Task<T> PatientlyAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        new LinkPatience(Clock, TimeSpan.FromSeconds(HostPatience), Logger).RunAsync(call, cancellationToken);

    private IEnumerable<string> LoginProblems()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"port is {Port}; use 1 to 65535, or 0 for the usual one.";
        }

        if (JumpHost.Length > 0 && JumpHost != "none" && !JumpHost.Split(',').All(SshHostName.IsHop))
        {
            yield return $"jump_host is '{JumpHost}', which is not [user@]host[:port], several with commas, or none.";
        }

        if (HostKeyChecking is not ("" or "strict" or "accept-new"))
        {
            yield return $"host_key_checking is '{HostKeyChecking}'; use 'strict' or 'accept-new'.";
        }

        if (SshKeyPassphrase.Length > 0 && !SecretReference.IsValid(SshKeyPassphrase))
        {
            yield return "ssh_key_passphrase must say where the passphrase is, as env:NAME or file:PATH; it must not be the passphrase itself.";
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
