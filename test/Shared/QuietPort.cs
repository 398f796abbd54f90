using System.Net;
using System.Net.Sockets;

namespace Covalent.Tests;

/// <summary>Ports for programs that a test starts, and may start again: outside of the range from which the system takes the near ends of connections, so
/// that no connection that somebody makes in between gets one of them.</summary>
internal static class QuietPort
{
    private const int First = 10_000;
    private const int Count = 10_000;
    private const int MostAttempts = 200;

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int Find()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = First + Random.Shared.Next(Count);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException) when (attempt < MostAttempts)
            {
                // Somebody listens there.
            }
        }
    }
}
