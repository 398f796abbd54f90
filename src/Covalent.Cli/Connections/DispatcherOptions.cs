using System.CommandLine;
using Covalent.Cli.Commands.Service;

namespace Covalent.Cli.Connections;

/// <summary>The options that say which dispatcher a command talks to.</summary>
internal sealed class DispatcherOptions
{
    private readonly Option<string?> _server = new("--server") { Description = "Address of the server, such as http://localhost:48008.", HelpName = "URL" };

    private readonly Option<string?> _data = DataOption();

    public static Option<string?> DataOption() => new("--data") { Description = "Data folder, instead of the configured one.", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_data);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_server) is not null && result.GetValue(_data) is not null)
            {
                result.AddError("--server and --data exclude each other: a dispatch is either asked of a server or looked for in a folder.");
            }
        });
    }

    /// <summary>Opens the dispatcher that is meant, works with it and closes it.</summary>
    /// <exception cref="CommandException">It cannot be reached, or nothing was ever dispatched there.</exception>
    public async Task<int> UseAsync(CommandHost host, ParseResult parsed, Func<DispatcherConnection, Task<int>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = TryOpen(host, parsed)
            ?? throw new CommandException(ExitCodes.NotFound, $"Nothing has been dispatched in {Describe(host, parsed)}: there is no database. Name the right folder with --data, or a server with --server.");
        await using (connection.ConfigureAwait(false))
        {
            return await work(connection).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the dispatcher that is meant; null when it is a folder in which nothing was ever dispatched.</summary>
    /// <exception cref="CommandException">The dispatches are in a database that only a server opens.</exception>
    public DispatcherConnection? TryOpen(CommandHost host, ParseResult parsed)
    {
        var configuration = host.Configuration();
        var place = DispatcherPlace.Find(configuration, parsed.GetValue(_server), parsed.GetValue(_data));
        var connection = DispatcherPlaces.TryOpen(configuration, place);
        return connection is not null || !DatabaseSchema.IsShared(host, ServerSettings.Read(new ServerFolder(place.Folder)))
            ? connection
            : throw new CommandException(ExitCodes.Unavailable, $"The dispatches of {place.Folder} are in a PostgreSQL database, which a server opens, and none runs here. Start it with 'covalent start', or name one with --server.");
    }

    /// <summary>Opens the dispatcher that is meant, in a new folder too.</summary>
    public DispatcherConnection OpenToWrite(CommandHost host, ParseResult parsed) => DispatcherPlaces.Open(host.Configuration(), Find(host, parsed));

    /// <summary>The dispatcher that is meant.</summary>
    public DispatcherPlace Find(CommandHost host, ParseResult parsed) => DispatcherPlace.Find(host.Configuration(), parsed.GetValue(_server), parsed.GetValue(_data));

    /// <summary>Where dispatches are looked for, for messages.</summary>
    public string Describe(CommandHost host, ParseResult parsed)
    {
        var place = Find(host, parsed);
        return place.Server?.ToString() ?? place.Folder;
    }
}
