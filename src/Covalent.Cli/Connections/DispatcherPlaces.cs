using Covalent.Core.Client.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Connections;

/// <summary>Opens a <see cref="DispatcherPlace"/>.</summary>
internal static class DispatcherPlaces
{
    /// <summary>Opens the place; null when it is a folder in which nothing was ever dispatched. Looking creates nothing.</summary>
    public static DispatcherConnection? TryOpen(CovalentConfiguration configuration, DispatcherPlace place) =>
        place.Server is not null || File.Exists(Path.Combine(place.Folder, "covalent.db")) ? Open(configuration, place) : null;

    /// <summary>Opens the place; the first call makes what is missing.</summary>
    public static DispatcherConnection Open(CovalentConfiguration configuration, DispatcherPlace place) => place.Server is { } server
        ? new DispatcherConnection(new HttpDispatcherClient(OptionsFor(configuration, server)), IsServer: true)
        : new DispatcherConnection(EmbeddedClient.ForTools(configuration, place.Folder, NullLoggerFactory.Instance), IsServer: false);

    /// <summary>Whether the configured token is sent there: to the server it was configured for and to this machine's own, not to whatever address was typed.</summary>
    public static bool IsTrusted(CovalentConfiguration configuration, Uri server) =>
        server.IsLoopback || (configuration.IsSet("dispatcher.address") && ConfiguredServer.AddressOf(configuration).Authority == server.Authority);

    private static HttpDispatcherClientOptions OptionsFor(CovalentConfiguration configuration, Uri server)
    {
        var isTrusted = IsTrusted(configuration, server);
        return new HttpDispatcherClientOptions(server)
        {
            Token = isTrusted ? ConfiguredServer.TokenOf(configuration) : null,
            Headers = isTrusted ? configuration.GetTable("sdk.extra_headers").ToDictionary(static header => header.Key, static header => header.Value.ToString() ?? "") : new Dictionary<string, string>(),
            BundleFolder = configuration.GetPath("sdk.dispatch_cache_dir")!,
        };
    }
}
