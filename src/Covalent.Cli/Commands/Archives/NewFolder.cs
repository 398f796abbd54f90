using Covalent.Cli.Commands.Service;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Archives;

/// <summary>A data folder that a command makes: gone again when the command fails.</summary>
internal sealed class NewFolder
{
    private readonly CommandHost _host;
    private readonly ServerFolder _folder;

    private NewFolder(CommandHost host, ServerFolder folder) => (_host, _folder) = (host, folder);

    /// <summary>The folder of a place; null when it is a server's, or somebody's already.</summary>
    public static NewFolder? Of(CommandHost host, DispatcherPlace place) =>
        place.Server is null && (!Directory.Exists(place.Folder) || !Directory.EnumerateFileSystemEntries(place.Folder).Any()) ? new(host, new ServerFolder(place.Folder)) : null;

    public void Remove() => PurgePlan.Make(_host, _folder, hard: true, ownData: false).Delete();
}
