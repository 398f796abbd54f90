using System.Net.Sockets;
using System.Text;

namespace Covalent.Server.Tests;

/// <summary>Bytes on a socket, as an attacker sends them: nothing is escaped or normalised on the way.</summary>
internal static class Raw
{
    /// <summary>Sends and reads until the server closes or has answered.</summary>
    public static async Task<string> SendAsync(string address, string request, ReadOnlyMemory<byte> body = default)
    {
        var uri = new Uri(address);
        using var socket = new TcpClient();
        await socket.ConnectAsync(uri.Host, uri.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        await stream.WriteAsync(body);
        return await ReadAsync(stream);
    }

    /// <summary>Sends, says that there is no more, and reads.</summary>
    public static async Task<string> SendAndFinishAsync(string address, string request)
    {
        var uri = new Uri(address);
        using var socket = new TcpClient();
        await socket.ConnectAsync(uri.Host, uri.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        socket.Client.Shutdown(SocketShutdown.Send);
        return await ReadAsync(stream);
    }

    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // A reset is an answer too.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static int StatusOf(string answer) => answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3)) : 0;
}
