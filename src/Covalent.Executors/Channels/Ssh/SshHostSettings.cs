namespace Covalent.Executors.Channels.Ssh;

/// <summary>What an OpenSSH client configuration says about one host. Null and empty mean "not said".</summary>
internal sealed record SshHostSettings
{
    public string? HostName { get; init; }

    public string? User { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<string> IdentityFiles { get; init; } = [];

    public string? CertificateFile { get; init; }

    /// <summary>Hops as written, <c>[user@]host[:port]</c> with commas; <c>none</c> for a direct connection.</summary>
    public string? ProxyJump { get; init; }

    public string? StrictHostKeyChecking { get; init; }

    public IReadOnlyList<string> UserKnownHostsFiles { get; init; } = [];

    public string? HostKeyAlias { get; init; }

    /// <summary>Takes a directive, unless an earlier one already said it: in OpenSSH the first value wins.</summary>
    public SshHostSettings With(string keyword, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return this;
        }

        string first = arguments[0];
        return keyword.ToLowerInvariant() switch
        {
            "hostname" => this with { HostName = HostName ?? first },
            "user" => this with { User = User ?? first },
            "port" => this with { Port = Port ?? Number(first, 1, 65535) },
            "identityfile" => this with { IdentityFiles = first.Equals("none", StringComparison.OrdinalIgnoreCase) ? IdentityFiles : [.. IdentityFiles, first] },
            "certificatefile" => this with { CertificateFile = CertificateFile ?? first },
            "proxyjump" => this with { ProxyJump = ProxyJump ?? first },
            "stricthostkeychecking" => this with { StrictHostKeyChecking = StrictHostKeyChecking ?? first.ToLowerInvariant() },
            "userknownhostsfile" => UserKnownHostsFiles.Count > 0 ? this : this with { UserKnownHostsFiles = [.. arguments] },
            "hostkeyalias" => this with { HostKeyAlias = HostKeyAlias ?? first },
            _ => this,
        };
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null;
}
