using System.Net.Sockets;
using Renci.SshNet.Common;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Words for what the SSH library throws.</summary>
internal static class SshErrors
{
    /// <summary>Whether the exception comes from the library or the network below it.</summary>
    public static bool IsOurs(Exception e) => e is SshException or SocketException or IOException or ObjectDisposedException or InvalidOperationException or TimeoutException;

    /// <summary>Why connecting failed.</summary>
    public static ChannelException Connecting(SshEndpoint to, Exception e) => e switch
    {
        ChannelException known => known,
        SshAuthenticationException => new ChannelException(to.Destination, ChannelFault.Authentication,
            $"{to.Destination}: the server refused every key of user '{to.User}' ({Offered(to)}): {Say(e)} Check that the matching public key is in the user's authorized_keys there, that the account exists and is not locked, and that the server's AllowUsers admits it.", e),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new ChannelException(to.Destination, ChannelFault.Refused,
            $"{to.Destination}: the machine answers but nothing listens on port {to.Port}. Check that sshd runs and that the port is right.", e),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => new ChannelException(to.Destination, ChannelFault.Unreachable,
            $"{to.Destination}: the name '{to.Host}' is not known. Check its spelling and the network.", e),
        SocketException { SocketErrorCode: SocketError.TimedOut } or SshOperationTimeoutException or TimeoutException => new ChannelException(to.Destination, ChannelFault.TimedOut,
            $"{to.Destination}: no answer within {to.ConnectTimeout.TotalSeconds:0.#} s. Check the network, firewalls and that the machine is not frozen.", e),
        SocketException socket => new ChannelException(to.Destination, ChannelFault.Unreachable,
            $"{to.Destination}: the machine cannot be reached ({socket.SocketErrorCode}): {Say(e)} Check the network and the address.", e),
        _ => new ChannelException(to.Destination, ChannelFault.Unreachable,
            $"{to.Destination}: the SSH session could not be set up: {Say(e)} The server's log (sshd) has its side of the story.", e),
    };

    /// <summary>Why a command that was under way ended without a result.</summary>
    public static ChannelException Running(SshEndpoint on, Exception e) => e is ChannelException known ? known
        : new(on.Destination, ChannelFault.LinkLost, $"{on.Destination}: the link was lost while a command ran: {Say(e)} Jobs there go on; the link is set up again for the next command.", e);

    private static string Offered(SshEndpoint to) => to.KeyFiles.Count > 0 ? string.Join(", ", to.KeyFiles) : "agent and usual files";

    private static string Say(Exception e) => e.Message.TrimEnd('.', ' ') + ".";
}
