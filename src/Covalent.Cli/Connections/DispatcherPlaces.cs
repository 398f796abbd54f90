using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Connections;

/// <summary>Opens a <see cref="DispatcherPlace"/>.</summary>
internal static class DispatcherPlaces
{
    /// <summary>Opens the place; null when it is a folder in which nothing was ever dispatched. Looking creates nothing.</summary>
    public static Task<DispatcherConnection?> TryOpenAsync(CommandHost host, CovalentConfiguration configuration, DispatcherPlace place, CancellationToken cancellationToken)
    {
        _ = host;
        _ = cancellationToken;
        return Task.FromResult(File.Exists(Path.Combine(place.Folder, "covalent.db"))
            ? new DispatcherConnection(EmbeddedClient.ForTools(configuration, place.Folder, NullLoggerFactory.Instance), IsServer: false)
            : null);
    }
}
