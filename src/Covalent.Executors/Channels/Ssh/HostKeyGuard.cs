using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Decides whether a server is the one it should be, and says why when it is not.</summary>
internal sealed class HostKeyGuard
{
    private static readonly Lock FileLock = new();

    private readonly SshEndpoint _endpoint;
    private readonly string[] _files;
    private readonly KnownHosts _known;

    public HostKeyGuard(SshEndpoint endpoint)
    {
        _endpoint = endpoint;
        _files = endpoint.KnownHostsFiles.Count > 0
            ? [.. endpoint.KnownHostsFiles.Select(LocalPath.Expand)]
            : [LocalPath.Expand("~/.ssh/known_hosts"), "/etc/ssh/ssh_known_hosts"];
        _known = KnownHosts.Read(_files);
    }

    /// <summary>Why the last key was refused; null when it was not.</summary>
    public ChannelException? Refusal { get; private set; }

    /// <summary>Asks the server first for kinds of keys that are known here, as ssh does.</summary>
    public void Prefer(IOrderedDictionary<string, Func<byte[], KeyHostAlgorithm>> algorithms)
    {
        IReadOnlySet<string> kinds = _known.KindsFor(_endpoint.KnownHostName);
        if (kinds.Count == 0)
        {
            return;
        }

        foreach ((string name, Func<byte[], KeyHostAlgorithm> make) in algorithms.Where(a => !kinds.Contains(KnownHosts.KindOf(a.Key))).ToList())
        {
            algorithms.Remove(name);
            algorithms.Add(name, make);
        }
    }

    /// <summary>Handles the library's question; the answer is in <see cref="HostKeyEventArgs.CanTrust"/>.</summary>
    public void Judge(HostKeyEventArgs shown)
    {
        string name = _endpoint.KnownHostName;
        string kind = KnownHosts.KindOf(shown.HostKeyName);
        HostKeyVerdict verdict = shown.Certificate is { } certificate ? JudgeCertificate(certificate) : HostKeyVerdict.Unknown;
        kind = kind.EndsWith("-cert-v01@openssh.com", StringComparison.Ordinal) ? KnownHosts.KindOf(kind[..^"-cert-v01@openssh.com".Length]) : kind;
        if (verdict == HostKeyVerdict.Unknown)
        {
            verdict = _known.Judge(name, kind, shown.HostKey);
        }

        // A host known by a key of another kind is not new: accepting this one would let an impostor choose the kind.
        if (verdict == HostKeyVerdict.Unknown && _known.KindsFor(name).Count > 0)
        {
            verdict = HostKeyVerdict.Changed;
        }

        if (verdict == HostKeyVerdict.Unknown && _endpoint.HostKeyChecking == HostKeyChecking.AcceptNew)
        {
            Remember(name, kind, shown.HostKey);
            verdict = HostKeyVerdict.Known;
        }

        Refusal = verdict == HostKeyVerdict.Known ? null : Explain(verdict, kind, $"SHA256:{shown.FingerPrintSHA256}");
        shown.CanTrust = Refusal is null;
    }

    private HostKeyVerdict JudgeCertificate(Certificate certificate)
    {
        string host = _endpoint.HostKeyAlias ?? _endpoint.Host;
        bool isForHost = certificate.Type == Certificate.CertificateType.Host && HostPattern.MatchesAny(certificate.ValidPrincipals, host);
        HostKeyVerdict verdict = _known.JudgeAuthority(_endpoint.KnownHostName, certificate.CertificateAuthorityKey);
        return isForHost || verdict == HostKeyVerdict.Revoked ? verdict : HostKeyVerdict.Unknown;
    }

    private void Remember(string name, string kind, byte[] key)
    {
        lock (FileLock)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_files[0])!);
            bool endsOpen = File.Exists(_files[0]) && new FileInfo(_files[0]) is { Length: > 0 } && File.ReadAllText(_files[0])[^1] != '\n';
            File.AppendAllText(_files[0], $"{(endsOpen ? "\n" : "")}{name} {kind} {Convert.ToBase64String(key)}\n");
        }
    }

    private ChannelException Explain(HostKeyVerdict verdict, string kind, string fingerprint)
    {
        string where = _endpoint.Destination;
        string name = _endpoint.KnownHostName;
        return verdict switch
        {
            HostKeyVerdict.Changed => new ChannelException(where, ChannelFault.HostKeyChanged,
                $"{where}: the server shows another {kind} host key ({fingerprint}) than the one in {_files[0]}. Somebody may be in between, or the server was reinstalled: ask its administrator for the fingerprint; if it is right, run: ssh-keygen -R {ShellQuote.Quote(name)} -f {ShellQuote.Quote(_files[0])}"),
            HostKeyVerdict.Revoked => new ChannelException(where, ChannelFault.HostKeyChanged,
                $"{where}: the server's {kind} host key ({fingerprint}) is marked @revoked in a known-hosts file. Do not use this server until its administrator has given it a new key."),
            _ => new ChannelException(where, ChannelFault.HostKeyUnknown,
                $"{where}: the server's {kind} host key ({fingerprint}) is in none of {string.Join(", ", _files)}. Compare the fingerprint with the administrator's and log in once with ssh, or set host_key_checking = \"accept-new\" to trust hosts never seen before."),
        };
    }
}
