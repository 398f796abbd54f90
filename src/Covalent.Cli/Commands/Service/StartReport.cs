using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary>Says where the server is.</summary>
internal sealed class StartReport(Terminal terminal, ServerFolder folder)
{
    public async Task WriteAsync(ServerRecord server, bool isNew, bool json, int? asked)
    {
        if (json)
        {
            await Json.WriteAsync(terminal, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("address", Address(server));
                writer.WriteNumber("pid", server.Process.Id);
                writer.WriteString("version", server.Version);
                writer.WriteString("dataFolder", folder.Path);
                writer.WriteBoolean("started", isNew);
                writer.WriteEndObject();
            }).ConfigureAwait(false);
            return;
        }

        if (isNew && asked is { } port and not 0 && server.Address.Port != port)
        {
            await terminal.Error.WriteLineAsync($"Port {port} is taken{PortOwner.Describe(port)}; the next free one is used.").ConfigureAwait(false);
        }

        await terminal.Out.WriteLineAsync(isNew
            ? $"Covalent listens on {Address(server)} (process {server.Process.Id}, data folder {folder.Path})."
            : $"Covalent is running already on {Address(server)} (process {server.Process.Id}, data folder {folder.Path}).").ConfigureAwait(false);
        if (isNew)
        {
            await terminal.Error.WriteLineAsync($"Programs dispatch to it with COVALENT_DISPATCHER_ADDR={Address(server)}, or always after 'covalent config set dispatcher.address {Address(server)}'.").ConfigureAwait(false);
        }
    }

    private static string Address(ServerRecord server) => server.Address.ToString().TrimEnd('/');
}
