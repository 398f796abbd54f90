using System.Globalization;
using System.Net;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Whether text can be the name or address of one machine, and what to write where it cannot: what resolves to nothing would only be noticed
/// after all attempts to reach it.</summary>
internal static class SshHostName
{
    /// <summary>A sentence with the remedy; null when the text is a name, an alias or an address (IPv6 without brackets).</summary>
    /// <param name="option">The setting's name.</param>
    /// <param name="host">Its value.</param>
    public static string? Problem(string option, string host)
    {
        if (IsHost(host))
        {
            return null;
        }

        SshHop hop = SshHop.Parse(host);
        bool hasUser = hop.User is { Length: > 0 };
        string[] remedies =
        [
            .. hop.Host != host && IsHost(hop.Host) ? [$"{option} = \"{hop.Host}\""] : Array.Empty<string>(),
            .. hop.Port is { } port ? [string.Create(CultureInfo.InvariantCulture, $"port = {port}")] : Array.Empty<string>(),
            .. hasUser ? [$"username = \"{hop.User}\""] : Array.Empty<string>(),
        ];
        return remedies.Length > 0 && IsHost(hop.Host)
            ? $"{option} is '{host}', which is not a host name alone; write {string.Join(" and ", remedies)}."
            : $"{option} is '{host}', which is no name or address of a machine; write a host name, an alias of the SSH configuration, or an IP address, and the port as port.";
    }

    /// <summary>Whether a hop is a machine with, where one is written, a port.</summary>
    /// <param name="text">The hop as written: <c>[user@]host[:port]</c>.</param>
    public static bool IsHop(string text)
    {
        SshHop hop = SshHop.Parse(text);
        string written = text.Trim();
        bool endsInPort = hop.Port is not null || written.EndsWith(hop.Host, StringComparison.Ordinal) || written.EndsWith($"[{hop.Host}]", StringComparison.Ordinal)
            || written.TrimEnd('/').EndsWith(hop.Host, StringComparison.Ordinal);
        return IsHost(hop.Host) && endsInPort;
    }

    private static bool IsHost(string host) => host.Length > 0 && !host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '@' or '/' or '[' or ']')
        && (!host.Contains(':', StringComparison.Ordinal) || IPAddress.TryParse(host, out _));
}
