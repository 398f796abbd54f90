using Covalent.Core.Client.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Connections;

/// <summary>Opens a <see cref="DispatcherPlace"/>.</summary>
internal static class DispatcherPlaces
{
    /// <summary>Opens the place; null when it is a folder in which nothing was ever dispatched. Looking creates nothing.</summary>
    public static DispatcherConnection? TryOpen(CovalentConfiguration configuration, DispatcherPlace place)
    {
        if (place.Server is { } server)
        {
            return new DispatcherConnection(new HttpDispatcherClient(OptionsFor(configuration, server)), IsServer: true);
        }

        return File.Exists(Path.Combine(place.Folder, "covalent.db"))
            ? new DispatcherConnection(EmbeddedClient.ForTools(configuration, place.Folder, NullLoggerFactory.Instance), IsServer: false)
            : null;
    }

    // The token is for the server it was configured for and for this machine's own, not for whatever address was typed.
    private static HttpDispatcherClientOptions OptionsFor(CovalentConfiguration configuration, Uri server)
    {
        var isTrusted = server.IsLoopback || (configuration.IsSet("dispatcher.address") && ConfiguredServer.AddressOf(configuration).Authority == server.Authority);
        return new HttpDispatcherClientOptions(server)
        {
            Token = isTrusted ? ConfiguredServer.TokenOf(configuration) : null,
            Headers = isTrusted ? configuration.GetTable("sdk.extra_headers").ToDictionary(static header => header.Key, static header => header.Value.ToString() ?? "") : new Dictionary<string, string>(),
            BundleFolder = configuration.GetPath("sdk.dispatch_cache_dir")!,
        };
    }
}
