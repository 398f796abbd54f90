using System.Net;
using System.Net.Sockets;

namespace Covalent.Tests;

/// <summary>A web server on a free loopback port, for stand-ins of services: it answers one request after the other until it is disposed.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private const int MostAttempts = 20;

    private readonly HttpListener _listener;
    private readonly Task _serving;

    public LoopbackListener(Func<HttpListenerContext, Task> answer)
    {
        (_listener, Address) = Start();
        _serving = Task.Run(() => ServeAsync(answer));
    }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        // Close alone: after Stop it opens the port a second time only to take it down, and by then the port may be somebody else's.
        _listener.Close();
        await _serving;
    }

    private static (HttpListener Listener, string Address) Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var address = $"http://127.0.0.1:{FreePort()}";
            var listener = new HttpListener { Prefixes = { address + "/" } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < MostAttempts)
            {
                // Somebody took the port in between.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            await answer(context);
        }
    }
}
