using System.Net;
using System.Net.Sockets;
using Covalent.Server.Api;
using Covalent.Server.Live;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Covalent.Server.Hosting;

/// <summary>A running server: the data folder's lock, the engine and the HTTP front.</summary>
internal sealed class CovalentServer : IAsyncDisposable
{
    private const int PortsToTry = 50;
    private readonly ServerOptions _options;
    private readonly ServerLock _lock;
    private readonly WebApplication _web;
    private readonly ServerEngine _engine;
    private readonly FeedHub _feeds;
    private bool _isDisposed;

    private CovalentServer(ServerOptions options, ServerLock serverLock, (WebApplication Web, ServerEngine Engine, FeedHub Feeds) parts)
    {
        _options = options;
        _lock = serverLock;
        (_web, _engine, _feeds) = parts;
    }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:48008</c>.</summary>
    public string Address { get; private set; } = "";

    public ServerEngine Engine => _engine;

    /// <summary>Ends when the server cannot go on.</summary>
    public Task Failed => Task.Delay(Timeout.InfiniteTimeSpan, _options.Clock);

    /// <exception cref="ServerRunningException">Another server serves the folder.</exception>
    /// <exception cref="CovalentException">The folder, the database or the address cannot be used.</exception>
    public static async Task<CovalentServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        var serverLock = ServerLock.Take(options.DataFolder);
        try
        {
            var server = new CovalentServer(options, serverLock, await ListenAsync(options, cancellationToken));
            server.Address = server.BoundAddress();
            ServerFile.Write(options.DataFolder, server.Address, options.Clock.GetUtcNow());
            return server;
        }
        catch
        {
            serverLock.Dispose();
            throw;
        }
    }

    /// <summary>Stops in good order: no new requests, workers stopped, unfinished dispatches left for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _web.StopAsync();
        await _feeds.DisposeAsync();
        await _engine.DisposeAsync();
        await _web.DisposeAsync();
        ServerFile.Remove(_options.DataFolder);
        _lock.Dispose();
    }

    private static async Task<(WebApplication Web, ServerEngine Engine, FeedHub Feeds)> ListenAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        for (var port = options.Port; ; port++)
        {
            var (web, engine, feeds) = Build(options, port);
            try
            {
                await engine.Dispatcher.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken);
                await web.StartAsync(cancellationToken);
                return (web, engine, feeds);
            }
            catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
            {
                await web.DisposeAsync();
                await feeds.DisposeAsync();
                await engine.DisposeAsync();
                if (port == 0 || port >= Math.Min(options.Port + PortsToTry, 65535))
                {
                    throw new CovalentException($"The server cannot listen on {options.Address}:{options.Port}: {e.Message} Choose another address or port with --address and --port.", e);
                }
            }
            catch
            {
                await web.DisposeAsync();
                await feeds.DisposeAsync();
                await engine.DisposeAsync();
                throw;
            }
        }
    }

    private static (WebApplication Web, ServerEngine Engine, FeedHub Feeds) Build(ServerOptions options, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "covalent-server" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, options.Address, port);
        });
        var web = builder.Build();
        var engine = new ServerEngine(options, web.Services.GetRequiredService<ILoggerFactory>());
        var feeds = new FeedHub(engine.Dispatcher, options.Clock);
        ApiRoutes.Map(web, new ApiParts(options, engine, feeds, new BundleUploads(options.DataFolder, engine.Bundles, options.LargestFile)));
        return (web, engine, feeds);
    }

    private static void Listen(KestrelServerOptions kestrel, string address, int port)
    {
        if (address is "*" or "0.0.0.0" or "::")
        {
            kestrel.ListenAnyIP(port);
        }
        else if (address == "localhost")
        {
            kestrel.Listen(IPAddress.Loopback, port);
        }
        else
        {
            kestrel.Listen(
                IPAddress.TryParse(address, out var ip) ? ip : throw new ArgumentException($"'{address}' is not an address to listen on; use an IP address, localhost, or * for all."), port);
        }
    }

    private string BoundAddress()
    {
        var bound = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return bound.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }
}
