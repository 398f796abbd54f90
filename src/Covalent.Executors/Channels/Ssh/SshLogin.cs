using Renci.SshNet;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Connects, verifies the server and logs in.</summary>
internal static class SshLogin
{
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(2);

    /// <param name="endpoint">Where to.</param>
    /// <param name="tunnelPort">Port of a tunnel on this machine to connect through; null connects directly.</param>
    /// <param name="clock">Measures the time limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChannelException">With the reason and the next step.</exception>
    public static async Task<SshClient> ConnectAsync(SshEndpoint endpoint, int? tunnelPort, TimeProvider clock, CancellationToken cancellationToken)
    {
        var guard = new HostKeyGuard(endpoint);
        SshClient client = CreateClient(endpoint, tunnelPort, guard);
        using var limit = new CancellationTokenSource(endpoint.ConnectTimeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // Key exchange and login block inside the library, so they get a thread of their own.
            await Task.Run(() => client.ConnectAsync(stop.Token), stop.Token).WaitAsync(stop.Token).ConfigureAwait(false);
            return client;
        }
        catch (Exception e)
        {
            Abandon(client);
            cancellationToken.ThrowIfCancellationRequested();
            throw guard.Refusal ?? SshErrors.Connecting(endpoint, e is OperationCanceledException ? new TimeoutException("no answer", e) : e);
        }
    }

    private static SshClient CreateClient(SshEndpoint endpoint, int? tunnelPort, HostKeyGuard guard)
    {
        var login = new PrivateKeyAuthenticationMethod(endpoint.User, [.. SshIdentities.Load(endpoint)]);
        var info = new ConnectionInfo(tunnelPort is null ? endpoint.Host : "127.0.0.1", tunnelPort ?? endpoint.Port, endpoint.User, login)
        {
            // The library waits this long for room to send, too; a slow far disk must not look like a lost link.
            Timeout = endpoint.ConnectTimeout > LongestStall ? endpoint.ConnectTimeout : LongestStall,
            MaxSessions = endpoint.ChannelsPerConnection + 1,
            RetryAttempts = 2,
        };
        guard.Prefer(info.HostKeyAlgorithms);
        var client = new SshClient(info);
        client.HostKeyReceived += (_, shown) => guard.Judge(shown);
        return client;
    }

    private static void Abandon(SshClient client)
    {
        try
        {
            client.Dispose();
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            // The reason the connection failed is what matters to the caller.
        }
    }
}
