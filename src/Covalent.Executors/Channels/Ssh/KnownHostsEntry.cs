using System.Security.Cryptography;
using System.Text;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>What a line of a known-hosts file says about its key.</summary>
internal enum KnownHostsMarker
{
    /// <summary>The key is the host's own.</summary>
    None,

    /// <summary>The key signs host certificates.</summary>
    CertificateAuthority,

    /// <summary>The key must never be accepted.</summary>
    Revoked,
}

/// <summary>One line of a known-hosts file.</summary>
internal sealed record KnownHostsEntry(KnownHostsMarker Marker, string Hosts, string KeyType, ReadOnlyMemory<byte> Key)
{
    private const string HashedPrefix = "|1|";

    /// <summary>Reads one line; null for comments, blank lines and lines that cannot be understood, which OpenSSH skips too.</summary>
    public static KnownHostsEntry? Parse(string line)
    {
        string[] fields = line.Split([' ', '\t', '\r'], 5, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 0 || fields[0][0] == '#')
        {
            return null;
        }

        KnownHostsMarker? marker = fields[0] switch
        {
            "@cert-authority" => KnownHostsMarker.CertificateAuthority,
            "@revoked" => KnownHostsMarker.Revoked,
            _ when fields[0][0] == '@' => null,
            _ => KnownHostsMarker.None,
        };
        int first = marker is KnownHostsMarker.None ? 0 : 1;
        if (marker is null || fields.Length < first + 3)
        {
            return null;
        }

        byte[] key = new byte[fields[first + 2].Length];
        return Convert.TryFromBase64String(fields[first + 2], key, out int length) && length > 0
            ? new KnownHostsEntry(marker.Value, fields[first], fields[first + 1], key.AsMemory(0, length))
            : null;
    }

    /// <summary>Whether the line is about the host, given as <c>host</c> or <c>[host]:port</c>.</summary>
    public bool IsAbout(string host) => Hosts.StartsWith(HashedPrefix, StringComparison.Ordinal) ? MatchesHash(host) : HostPattern.Matches(Hosts, host);

    public bool HasKey(ReadOnlySpan<byte> key) => Key.Span.SequenceEqual(key);

    private bool MatchesHash(string host)
    {
        string[] parts = Hosts[HashedPrefix.Length..].Split('|');
        if (parts.Length != 2)
        {
            return false;
        }

        Span<byte> salt = stackalloc byte[64];
        Span<byte> hash = stackalloc byte[64];
        if (!Convert.TryFromBase64String(parts[0], salt, out int saltLength) || !Convert.TryFromBase64String(parts[1], hash, out int hashLength))
        {
            return false;
        }

#pragma warning disable CA5350 // SHA-1 is what the known_hosts format hashes names with; no security rests on it here.
        Span<byte> expected = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(salt[..saltLength], Encoding.UTF8.GetBytes(host.ToLowerInvariant()), expected);
#pragma warning restore CA5350
        return expected.SequenceEqual(hash[..hashLength]);
    }
}
