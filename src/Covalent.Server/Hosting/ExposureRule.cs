using System.Net;
using Covalent.Server.Security;

namespace Covalent.Server.Hosting;

/// <summary>A server that others can reach asks for tokens; one without tokens serves this machine only.</summary>
internal static class ExposureRule
{
    /// <exception cref="CovalentException">The server would be open to everybody.</exception>
    public static void Check(ServerOptions options, TokenStore tokens)
    {
        if (!IsLoopback(options.Address) && string.IsNullOrEmpty(options.Token) && !tokens.Any)
        {
            throw new CovalentException($"The server was to listen on {options.Address}, where others can reach it, and there is no token, so anybody could run code here. "
                + "Make a token with 'covalent token add NAME --scopes read,submit,cancel', or set COVALENT_SERVER_TOKEN; or listen on 127.0.0.1.");
        }
    }

    public static bool IsLoopback(string address) => address == "localhost" || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));
}
