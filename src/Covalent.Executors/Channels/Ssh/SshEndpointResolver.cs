namespace Covalent.Executors.Channels.Ssh;

/// <summary>Completes what a user said about a host with what the OpenSSH configuration knows.</summary>
/// <param name="lookUp">Settings for a host name or alias and the user, if one was named.</param>
internal sealed class SshEndpointResolver(Func<string, string?, SshHostSettings> lookUp)
{
    private const int MostHops = 8;

    /// <summary>Reads <c>~/.ssh/config</c> and the system's configuration.</summary>
    public static SshEndpointResolver ForUser { get; } = new(SshConfig.ResolveForUser);

    /// <summary>Nothing but what the caller says.</summary>
    public static SshEndpointResolver WithoutConfiguration { get; } = new((_, user) => new SshHostSettings { User = user });

    /// <summary>The endpoint for a request.</summary>
    public SshEndpoint Resolve(SshRequest request) => Resolve(request, hops: 0);

    private SshEndpoint Resolve(SshRequest request, int hops)
    {
        if (hops > MostHops)
        {
            throw new ChannelException(request.Host, ChannelFault.Identity, $"{request.Host}: more than {MostHops} jump hosts; the ProxyJump settings of the SSH configuration probably refer to each other in a circle.");
        }

        SshHostSettings known = lookUp(request.Host, request.User);
        string? jump = request.Jump ?? known.ProxyJump;
        return request.Template with
        {
            Host = known.HostName ?? request.Host,
            User = request.User ?? known.User ?? Environment.UserName,
            Port = request.Port ?? known.Port ?? 22,
            KeyFiles = request.KeyFiles.Count > 0 ? request.KeyFiles : known.IdentityFiles,
            CertificateFile = request.Template.CertificateFile ?? (request.KeyFiles.Count > 0 ? null : known.CertificateFile),
            HostKeyAlias = known.HostKeyAlias,
            KnownHostsFiles = request.Template.KnownHostsFiles.Count > 0 ? request.Template.KnownHostsFiles : known.UserKnownHostsFiles,
            HostKeyChecking = request.HostKeyChecking ?? (known.StrictHostKeyChecking is "accept-new" or "no" or "off" ? HostKeyChecking.AcceptNew : HostKeyChecking.Strict),
            Jump = LeadsElsewhere(jump, request.Host) ? ResolveJump(jump, request, hops) : null,
        };
    }

    // A jump host that a "Host *" block sends through itself is reached directly, as ssh does.
    private static bool LeadsElsewhere([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? jump, string host) =>
        !string.IsNullOrEmpty(jump) && !jump.Equals("none", StringComparison.OrdinalIgnoreCase) && !SshHop.Parse(jump).Host.Equals(host, StringComparison.OrdinalIgnoreCase);

    private SshEndpoint ResolveJump(string hopsText, SshRequest request, int hops)
    {
        // "a,b" goes through a first: b is the neighbour of the target, and a is b's way.
        int comma = hopsText.LastIndexOf(',');
        SshHop hop = SshHop.Parse(hopsText[(comma + 1)..]);
        var next = request with
        {
            Host = hop.Host,
            User = hop.User,
            Port = hop.Port,
            Jump = comma >= 0 ? hopsText[..comma] : null,
            Template = request.Template with { CertificateFile = null, HostKeyAlias = null },
        };
        return Resolve(next, hops + 1);
    }
}

/// <summary>What a user said about how to reach a host; the rest is looked up.</summary>
internal sealed record SshRequest(string Host)
{
    public string? User { get; init; }

    public int? Port { get; init; }

    public IReadOnlyList<string> KeyFiles { get; init; } = [];

    public HostKeyChecking? HostKeyChecking { get; init; }

    /// <summary>Hops as in ProxyJump.</summary>
    public string? Jump { get; init; }

    /// <summary>Settings no configuration file knows, such as time limits and caps; its host and user are replaced.</summary>
    public SshEndpoint Template { get; init; } = new() { Host = "", User = "" };
}

/// <summary>One machine on the way: <c>[user@]host[:port]</c>, <c>ssh://</c> before it and brackets around IPv6 addresses allowed.</summary>
internal readonly record struct SshHop(string? User, string Host, int? Port)
{
    public static SshHop Parse(string text)
    {
        string rest = text.Trim();
        rest = rest.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase) ? rest[6..].TrimEnd('/') : rest;
        int at = rest.LastIndexOf('@');
        string? user = at > 0 ? rest[..at] : null;
        rest = rest[(at + 1)..];
        int close = rest.StartsWith('[') ? rest.IndexOf(']', StringComparison.Ordinal) : -1;
        int colon = close >= 0 ? rest.IndexOf(':', close) : rest.IndexOf(':', StringComparison.Ordinal) == rest.LastIndexOf(':') ? rest.IndexOf(':', StringComparison.Ordinal) : -1;
        string host = close >= 0 ? rest[1..close] : colon >= 0 ? rest[..colon] : rest;
        int? port = colon >= 0 && int.TryParse(rest[(colon + 1)..], out int number) && number is > 0 and <= 65535 ? number : null;
        return new SshHop(user, host, port);
    }
}
