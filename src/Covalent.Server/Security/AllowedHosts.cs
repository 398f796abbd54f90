using System.Net;

namespace Covalent.Server.Security;

/// <summary>The names a server answers to. A page that makes a browser call us under a name of its own (DNS rebinding) is turned away by it.</summary>
internal sealed class AllowedHosts(string listenAddress, IReadOnlyList<string> further)
{
    private readonly bool _isOpen = listenAddress is "*" or "0.0.0.0" or "::";
    private readonly HashSet<string> _names = new(further.Append("localhost").Append(listenAddress).Append(Environment.MachineName), StringComparer.OrdinalIgnoreCase);

    public bool Contains(HostString host)
    {
        if (!host.HasValue || host.Host.Length == 0)
        {
            return false;
        }

        var name = host.Host.Trim('[', ']');
        if (IPAddress.TryParse(name, out var address))
        {
            // A rebinding page needs a name; an address cannot be made to point elsewhere.
            return _isOpen || IPAddress.IsLoopback(address) || _names.Contains(name);
        }

        return _names.Contains(name.TrimEnd('.'));
    }
}
