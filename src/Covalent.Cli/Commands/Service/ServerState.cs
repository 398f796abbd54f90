using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary>What can be said of a server from outside.</summary>
internal sealed record ServerState
{
    /// <summary>Where it is; null when none runs.</summary>
    public Uri? Address { get; init; }

    /// <summary>What it wrote into its data folder; null for a server elsewhere.</summary>
    public ServerRecord? Record { get; init; }

    /// <summary>Its data folder; null for a server elsewhere.</summary>
    public string? Folder { get; init; }

    /// <summary>State of the database's schema; null when there is none here.</summary>
    public string? Schema { get; init; }

    public int? Total { get; init; }

    public int Running { get; init; }

    /// <summary>What keeps it from telling more; null when nothing does.</summary>
    public string? Note { get; init; }

    /// <summary>Why it does not answer; null when it does.</summary>
    public string? Problem { get; init; }

    public static async Task<ServerState> ReadAsync(CommandHost host, DispatcherPlace place, CancellationToken cancellationToken)
    {
        var isHere = place.Server is null || ServerRecord.FindRunning(place.Folder)?.Address == place.Server;
        var folder = new ServerFolder(place.Folder);
        var state = new ServerState
        {
            Address = place.Server,
            Record = isHere ? folder.FindRunning() : null,
            Folder = isHere ? place.Folder : null,
            Schema = isHere ? SchemaOf(host, folder) : null,
        };
        if (place.Server is null)
        {
            return state;
        }

        try
        {
            var connection = DispatcherPlaces.TryOpen(host.Configuration(), place)!;
            await using (connection.ConfigureAwait(false))
            {
                var all = await connection.Client.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken).ConfigureAwait(false);
                var running = await connection.Client.ListAsync(new DispatchQuery { Count = 1, Statuses = [Status.Starting, Status.Running] }, cancellationToken).ConfigureAwait(false);
                return state with { Total = all.Total, Running = running.Total };
            }
        }
        catch (ServerRefusedException e) when (e.Status is 401 or 403)
        {
            // It is there and well; it only does not know who asks.
            return state with { Note = e.Message };
        }
        catch (CovalentException e)
        {
            return state with { Problem = e.Message };
        }
    }

    private static string? SchemaOf(CommandHost host, ServerFolder folder) =>
        DatabaseSchema.IsShared(host, ServerSettings.Read(folder)) ? "PostgreSQL, shared" : DatabaseSchema.Of(folder)?.ToString();
}
