using System.Net;
using System.Net.Sockets;
using Covalent.Core.Execution;
using Covalent.Server.Api;
using Covalent.Server.Operations;
using Covalent.Server.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Covalent.Server.Hosting;

/// <summary>A running server: the data folder's lock, the engine and the HTTP front.</summary>
internal sealed class CovalentServer : IAsyncDisposable
{
    /// <summary>After this long a stop is as good as a kill, which loses nothing; the workers end by themselves when this process is gone.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);

    private const int PortsToTry = 50;

    // Leaves time for the rest: a database that is away keeps nobody from ending.
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(5);
    private readonly ServerOptions _options;
    private readonly ServerLock _lock;
    private readonly FileLog _log;
    private readonly ApiParts _parts;
    private readonly EngineCare _care;
    private readonly Chores _chores;
    private WebApplication? _web;
    private bool _isDisposed;

    private CovalentServer(ServerOptions options, ServerLock serverLock)
    {
        _options = options;
        _lock = serverLock;
        _log = new FileLog(options.DataFolder, options.LogLevel, options.Clock);
        var loggers = new LoggerFactory([_log]);
        var tokens = new TokenStore(options.DataFolder, options.Clock);
        _parts = new ApiParts(options, new ServerEngine(options, loggers), loggers.CreateLogger("Covalent.Server"), new DiskQuota(options)) { Tokens = tokens, Gate = new Gate(options, tokens) };
        _care = new EngineCare(_parts);
        _chores = new Chores(_parts);
    }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:48008</c>.</summary>
    public string Address { get; private set; } = "";

    public ApiParts Parts => _parts;

    /// <exception cref="ServerRunningException">Another server serves the folder.</exception>
    /// <exception cref="CovalentException">The folder, the database or the address cannot be used.</exception>
    public static async Task<CovalentServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        ExposureRule.Check(options, new TokenStore(options.DataFolder, options.Clock));
        var server = new CovalentServer(options, ServerLock.Take(options.DataFolder));
        try
        {
            await server.OpenAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.CloseAsync();
            throw;
        }
    }

    /// <summary>Whether stopping took so long that it was given up. Nothing is lost then either; the process has to be ended as it is.</summary>
    public bool WasCutShort { get; private set; }

    /// <summary>Stops in good order: no new requests, workers stopped, unfinished dispatches left for the next start. Ends within <see cref="LongestStop"/>,
    /// whatever does not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        ServerFile.Remove(_options.DataFolder);
        ServerLog.Stopped(_parts.Logger);
        _parts.Engine.Shared?.HurryUp(DatabasePatience);
        var closing = CloseAsync();
        try
        {
            await closing.WaitAsync(LongestStop, _options.Clock);
        }
        catch (TimeoutException)
        {
            WasCutShort = true;
            ServerLog.StopCutShort(_parts.Logger, LongestStop.TotalSeconds);
            await _log.DisposeAsync();
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _parts.Engine.Monitor.Spans = OtlpSettings.Find(_options.Configuration, Environment.GetEnvironmentVariable) is { } receiver
            ? new SpanExporter(receiver, Tracing.Sources, _options.Clock, _parts.Logger)
            : null;
        // Opening the store first: nobody is told an address behind which nothing works.
        var opening = _parts.Engine.OpenAsync(cancellationToken);
        _web = await ListenAsync(cancellationToken);
        await opening;
        _parts.OpenTriggers();
        Address = BoundAddress();
        await _parts.Leadership.StartAsync(Address);
        ServerFile.Write(_options.DataFolder, Address, _options.Clock.GetUtcNow());
        ServerLog.Started(_parts.Logger, CovalentVersion.Text, _options.DataFolder, Address);
        _care.Start();
        _chores.Start();
    }

    private async Task CloseAsync()
    {
        if (_web is { } web)
        {
            await web.StopAsync();
        }

        await _care.DisposeAsync();
        await _chores.DisposeAsync();
        await _parts.DisposeAsync();
        if (_web is { } stopped)
        {
            await stopped.DisposeAsync();
        }

        if (_parts.Engine.Monitor.Spans is { } spans)
        {
            await spans.DisposeAsync();
        }

        await _log.DisposeAsync();
        _lock.Dispose();
    }

    /// <summary>Ends when this server must not go on, because another one has taken its place.</summary>
    public Task Replaced => _parts.Leadership.Replaced;

    private async Task<WebApplication> ListenAsync(CancellationToken cancellationToken)
    {
        for (var port = _options.Port; ; port++)
        {
            var web = Build(port);
            try
            {
                await web.StartAsync(cancellationToken);
                if (port != _options.Port)
                {
                    ServerLog.OtherPort(_parts.Logger, _options.Port, port);
                }

                return web;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                await web.DisposeAsync();
                if (e.InnerException is not AddressInUseException || port == 0 || port >= Math.Min(_options.Port + PortsToTry, 65535))
                {
                    throw new CovalentException($"The server cannot listen on {_options.Address}:{_options.Port}: {e.Message} Choose another address or port with --address and --port.", e);
                }
            }
            catch
            {
                await web.DisposeAsync();
                throw;
            }
        }
    }

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "covalent-server" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        Tls.Prepare(_options, builder);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            Limit(kestrel.Limits);
            kestrel.AddServerHeader = false;
            Listen(kestrel, port);
        });
        var web = builder.Build();
        ApiRoutes.Map(web, _parts);
        return web;
    }

    private void Limit(KestrelServerLimits limits)
    {
        // Each operation has its own limit on its body.
        limits.MaxRequestBodySize = null;
        limits.MaxConcurrentConnections = _options.MostConnections;
        limits.RequestHeadersTimeout = _options.HeadPatience;
        limits.MinRequestBodyDataRate = new MinDataRate(_options.SlowestBody, _options.BodyGrace);
        limits.MinResponseDataRate = new MinDataRate(_options.SlowestBody, _options.BodyGrace);
    }

    private void Listen(KestrelServerOptions kestrel, int port)
    {
        if (_options.Address is "*" or "0.0.0.0" or "::")
        {
            kestrel.ListenAnyIP(port, listen => Tls.Use(_options, listen));
            return;
        }

        var address = _options.Address == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(_options.Address, out var ip) ? ip
            : throw new ArgumentException($"'{_options.Address}' is not an address to listen on; use an IP address, localhost, or * for all.");
        kestrel.Listen(address, port, listen => Tls.Use(_options, listen));
    }

    private string BoundAddress()
    {
        var bound = _web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return bound.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }
}
