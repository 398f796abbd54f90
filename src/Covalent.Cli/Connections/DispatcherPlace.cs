using Covalent.Core.Client.Http;

namespace Covalent.Cli.Connections;

/// <summary>Where the dispatches are that a command is about: at a server, or in a data folder.</summary>
/// <param name="Folder">The data folder; without meaning when <paramref name="Server"/> was named.</param>
/// <param name="Server">Address of the server; null for the folder itself.</param>
/// <param name="Reason">How the server was found, for messages.</param>
internal sealed record DispatcherPlace(string Folder, Uri? Server = null, string Reason = "")
{
    /// <summary>The server named on the command line, else the one that runs on the named folder, else the configured one, else the one that runs on
    /// the configured folder, else the folder itself.</summary>
    public static DispatcherPlace Find(CovalentConfiguration configuration, string? server, string? folder)
    {
        if (server is not null)
        {
            return new DispatcherPlace(configuration.DataFolder, ParseAddress(server), "--server");
        }

        if (folder is null && configuration.IsSet("dispatcher.address"))
        {
            return new DispatcherPlace(configuration.DataFolder, ConfiguredServer.AddressOf(configuration), "the configuration");
        }

        var path = folder is null ? configuration.DataFolder : Path.GetFullPath(folder);
        return ServerRecord.FindRunning(path) is { } running
            ? new DispatcherPlace(path, running.Address, ServerRecord.PathIn(path))
            : new DispatcherPlace(path);
    }

    /// <summary>Reads an address as people write it: with or without scheme and port.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static Uri ParseAddress(string text)
    {
        var withScheme = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return Uri.TryCreate(withScheme, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri
            : throw new CommandException(ExitCodes.Usage, $"'{Interaction.Printable.Line(text)}' is not the address of a server; write one such as http://localhost:48008.");
    }
}
