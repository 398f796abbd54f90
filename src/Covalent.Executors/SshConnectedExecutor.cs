using System.Text.Json.Nodes;
using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors;

/// <summary>What executors have in common that reach their machine over SSH: who logs in, how the server is verified, how patient to be,
/// and where things lie there.</summary>
/// <remarks>What is left empty is taken from the OpenSSH configuration (<c>~/.ssh/config</c>), so a host alias works as it does with <c>ssh</c>.</remarks>
public abstract class SshConnectedExecutor : RemoteExecutor
{
    private readonly List<string> _notices = [];

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

    /// <summary>Seconds one attempt to connect may take. Default: 30.</summary>
    public double ConnectTimeout { get; set; } = 30;

    /// <summary>Seconds after which a silent link is probed, and after which an unanswered probe counts as a lost link. Default: 15.</summary>
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

    /// <summary>Give each task a folder of its own, <c>dispatch/node_N</c>, under the work folder. Default: false.</summary>
    public bool CreateUniqueWorkdir { get; set; }

    /// <summary>The far side's <c>dotnet</c> program. Default: "" (found there; where there is none, or it is too old, the runtime travels).</summary>
    public string DotnetPath { get; set; } = "";

    /// <summary>Send this machine's .NET runtime even where the far side has one: where compute nodes lack what the login node has. Default: false.</summary>
    public bool ShipRuntime { get; set; }

    /// <summary>Seconds a task has to end by itself when it is cancelled or its time is over, before it is killed. Default: 10.</summary>
    public double StopGrace { get; set; } = 10;

    /// <summary>Seconds a machine may be unreachable before its jobs count as lost. Default: 86400 (a day).</summary>
    public double HostPatience { get; set; } = 86400;

    /// <summary>Days after which bundles nobody used are removed from the far side. Default: 30.</summary>
    public int CacheMaxDays { get; set; } = 30;

    /// <summary>Size of the far side's cache in MiB above which the bundles unused for longest are removed. Default: 10240.</summary>
    public int CacheMaxSize { get; set; } = 10240;

    /// <summary>Documented names that are understood under another one: the old name and the property it sets.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Aliases => new Dictionary<string, string>();

    /// <summary>Things said while the settings were read that the user should know; written to the log when the executor starts to work.</summary>
    internal IReadOnlyList<string> Notices => _notices;

    /// <inheritdoc />
    public override Executor FromDictionary(JsonObject attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var known = new JsonObject();
        foreach ((string key, JsonNode? value) in attributes)
        {
            string name = Aliases.GetValueOrDefault(key, key);
            if (name != key)
            {
                _notices.Add($"Option '{key}' of executor '{ShortName}' is called '{name}'; it was understood, but write '{name}'.");
            }

            if (name != key && attributes.ContainsKey(name))
            {
                continue;
            }

            known[name] = value?.DeepClone();
        }

        return base.FromDictionary(known);
    }

    /// <inheritdoc />
    public override IEnumerable<string> Problems()
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

        foreach ((string name, double value, double least) in new[] { ("connect_timeout", ConnectTimeout, 0.1), ("keep_alive", KeepAlive, 0.1), ("retry_wait_time", RetryWaitTime, 0), ("poll_freq", PollFreq, 0.05), ("stop_grace", StopGrace, 0) })
        {
            if (!(value >= least && value <= 86400))
            {
                yield return $"{name} is {value}; use {least} to 86400 seconds.";
            }
        }

        if (!(HostPatience >= 0 && HostPatience <= 1e9))
        {
            yield return $"host_patience is {HostPatience}; use 0 or more seconds.";
        }

        foreach ((string name, int value) in new[] { ("max_connection_attempts", MaxConnectionAttempts), ("max_connections", MaxConnections), ("cache_max_days", CacheMaxDays), ("cache_max_size", CacheMaxSize) })
        {
            if (value < 1)
            {
                yield return $"{name} is {value}; use 1 or more.";
            }
        }

        foreach ((string name, string path) in new[] { ("remote_cache", RemoteCache), ("remote_workdir", RemoteWorkdir) })
        {
            if (path.Length == 0 || path.AsSpan().IndexOfAny('\0', '\n') >= 0)
            {
                yield return $"{name} must be a folder on the far side, without line breaks.";
            }
        }
    }

    internal StoreLimits StoreLimits => new(TimeSpan.FromDays(CacheMaxDays), (long)CacheMaxSize << 20);

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

    private protected void LogNotices()
    {
        foreach (string notice in _notices)
        {
            SharedLog.Notice(Logger, notice);
        }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
