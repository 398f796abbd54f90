namespace Covalent.Executors.Channels.Ssh;

/// <summary>How unknown host keys are treated. Changed and revoked keys are refused in every case.</summary>
internal enum HostKeyChecking
{
    /// <summary>Only keys in a known-hosts file are trusted.</summary>
    Strict,

    /// <summary>The key of a host never seen before is trusted and written to the first known-hosts file.</summary>
    AcceptNew,
}

/// <summary>Everything needed to log in to one machine as one user. Holds where secrets are, never the secrets.</summary>
internal sealed record SshEndpoint
{
    public required string Host { get; init; }

    public required string User { get; init; }

    public int Port { get; init; } = 22;

    /// <summary>Private keys to offer, in order; none means the agent's keys and the usual files in <c>~/.ssh</c>.</summary>
    public IReadOnlyList<string> KeyFiles { get; init; } = [];

    /// <summary>OpenSSH user certificate for the first key; null looks for <c>KEY-cert.pub</c> beside each key.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Where the passphrase of the keys is, see <see cref="SecretReference"/>; null for none.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Offer the agent's keys as well as <see cref="KeyFiles"/>.</summary>
    public bool UseAgent { get; init; }

    public HostKeyChecking HostKeyChecking { get; init; }

    /// <summary>Known-hosts files; none means <c>~/.ssh/known_hosts</c> and <c>/etc/ssh/ssh_known_hosts</c>.</summary>
    public IReadOnlyList<string> KnownHostsFiles { get; init; } = [];

    /// <summary>Name to look the host key up under; null means the host.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>Machine to go through; null connects directly.</summary>
    public SshEndpoint? Jump { get; init; }

    /// <summary>Longest time one attempt to connect may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause after which a silent link is probed; a probe unanswered for three times as long ends the link.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts to connect before giving up; 1 means no second try.</summary>
    public int ConnectAttempts { get; init; } = 5;

    /// <summary>Pause after the first failed attempt; doubled after each further one, up to a minute.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections to this machine at once.</summary>
    public int MaxConnections { get; init; } = 2;

    /// <summary>Commands on one connection at once; servers allow ten sessions by default, and one is kept for probes.</summary>
    public int ChannelsPerConnection { get; init; } = 8;

    /// <summary>User, host and port, for messages.</summary>
    public string Destination => Host.Contains(':', StringComparison.Ordinal) ? $"{User}@[{Host}]:{Port}" : $"{User}@{Host}:{Port}";

    /// <summary>Name of the host in known-hosts files.</summary>
    public string KnownHostName => HostKeyAlias ?? (Port == 22 ? Host : $"[{Host}]:{Port}");

    /// <summary>Equal only for endpoints that can share connections: all that decides who logs in where, what is trusted, and how patiently. Every part has
    /// its place, so that no two different endpoints read the same.</summary>
    public string PoolKey => string.Join('\n',
    [
        Destination, List(KeyFiles), Part(CertificateFile), Part(Passphrase), $"{UseAgent} {HostKeyChecking}", List(KnownHostsFiles), Part(HostKeyAlias),
        $"{ConnectTimeout} {KeepAlive} {ConnectAttempts} {RetryPause} {MaxConnections} {ChannelsPerConnection}", Part(Jump?.PoolKey),
    ]);

    private static string Part(string? text) => text is null ? "-" : $"{text.Length}:{text}";

    private static string List(IReadOnlyList<string> texts) => $"{texts.Count}[{string.Concat(texts.Select(Part))}]";
}
