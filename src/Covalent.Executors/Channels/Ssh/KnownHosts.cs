namespace Covalent.Executors.Channels.Ssh;

/// <summary>What the known-hosts files say about a key.</summary>
internal enum HostKeyVerdict
{
    /// <summary>The key, or the authority that signed it, is known for this host.</summary>
    Known,

    /// <summary>No key is known for this host.</summary>
    Unknown,

    /// <summary>Another key of the same kind is known for this host.</summary>
    Changed,

    /// <summary>The key is marked as revoked.</summary>
    Revoked,
}

/// <summary>The lines of one or more known-hosts files.</summary>
internal sealed class KnownHosts(IReadOnlyList<KnownHostsEntry> entries)
{
    /// <summary>Reads files; those that do not exist are empty.</summary>
    public static KnownHosts Read(IEnumerable<string> files) =>
        new([.. files.Where(File.Exists).SelectMany(file => Parse(File.ReadLines(file)))]);

    public static IEnumerable<KnownHostsEntry> Parse(IEnumerable<string> lines) => lines.Select(KnownHostsEntry.Parse).OfType<KnownHostsEntry>();

    /// <summary>Judges a plain host key.</summary>
    public HostKeyVerdict Judge(string host, string keyType, ReadOnlySpan<byte> key)
    {
        bool other = false;
        bool known = false;
        foreach (KnownHostsEntry entry in entries)
        {
            if (!entry.IsAbout(host))
            {
                continue;
            }

            if (entry.Marker == KnownHostsMarker.Revoked && entry.HasKey(key))
            {
                return HostKeyVerdict.Revoked;
            }

            known |= entry.Marker == KnownHostsMarker.None && entry.HasKey(key);
            other |= entry.Marker == KnownHostsMarker.None && !entry.HasKey(key) && KindOf(entry.KeyType) == KindOf(keyType);
        }

        return known ? HostKeyVerdict.Known : other ? HostKeyVerdict.Changed : HostKeyVerdict.Unknown;
    }

    /// <summary>Judges the authority that signed a host certificate.</summary>
    public HostKeyVerdict JudgeAuthority(string host, ReadOnlySpan<byte> authorityKey)
    {
        HostKeyVerdict verdict = HostKeyVerdict.Unknown;
        foreach (KnownHostsEntry entry in entries)
        {
            if (!entry.HasKey(authorityKey) || !entry.IsAbout(host))
            {
                continue;
            }

            if (entry.Marker == KnownHostsMarker.Revoked)
            {
                return HostKeyVerdict.Revoked;
            }

            verdict = entry.Marker == KnownHostsMarker.CertificateAuthority ? HostKeyVerdict.Known : verdict;
        }

        return verdict;
    }

    /// <summary>Kinds of keys known for the host, so that the server is asked for one of them first.</summary>
    public IReadOnlySet<string> KindsFor(string host) =>
        entries.Where(entry => entry.Marker == KnownHostsMarker.None && entry.IsAbout(host)).Select(entry => KindOf(entry.KeyType)).ToHashSet();

    /// <summary>The key type behind a signature algorithm's name: <c>rsa-sha2-512</c> signs with an <c>ssh-rsa</c> key.</summary>
    public static string KindOf(string algorithm) => algorithm switch
    {
        "rsa-sha2-256" or "rsa-sha2-512" => "ssh-rsa",
        _ => algorithm,
    };
}
