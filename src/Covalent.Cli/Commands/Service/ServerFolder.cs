using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary>A data folder as the server and its commands use it.</summary>
/// <param name="Path">The folder.</param>
internal sealed record ServerFolder(string Path)
{
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>The server's own log.</summary>
    public string LogFile => System.IO.Path.Combine(Logs, "server.log");

    /// <summary>What a background server printed; begun anew with each start.</summary>
    public string OutputFile => System.IO.Path.Combine(Logs, "server.out");

    public string Database => System.IO.Path.Combine(Path, "covalent.db");

    public static ServerFolder Of(CommandHost host, string? named) => new(System.IO.Path.GetFullPath(named ?? host.Configuration().DataFolder));

    public ServerRecord? FindRunning() => ServerRecord.FindRunning(Path);
}
