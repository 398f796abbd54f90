using Renci.SshNet;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>A way through a jump host: a port on this machine's loopback that ends at the machine behind it.</summary>
internal sealed class SshTunnel : IAsyncDisposable
{
    private readonly SshLink _jump;
    private readonly ForwardedPortLocal _forward;

    private SshTunnel(SshLink jump, ForwardedPortLocal forward)
    {
        _jump = jump;
        _forward = forward;
    }

    public int LocalPort => (int)_forward.BoundPort;

    public static async Task<SshTunnel> OpenAsync(SshEndpoint endpoint, TimeProvider clock, CancellationToken cancellationToken)
    {
        SshLink jump = await SshLink.OpenAsync(endpoint.Jump!, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            return new SshTunnel(jump, jump.Forward(endpoint.Host, endpoint.Port));
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            await jump.DisposeAsync().ConfigureAwait(false);
            throw new ChannelException(endpoint.Destination, ChannelFault.Unreachable, $"{endpoint.Destination}: no way through the jump host {endpoint.Jump!.Destination}: {e.Message} Check that it allows TCP forwarding.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(_forward.Dispose).ConfigureAwait(false);
        await _jump.DisposeAsync().ConfigureAwait(false);
    }
}
