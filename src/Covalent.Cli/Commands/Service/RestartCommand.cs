using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent restart</c>: stop, and start as before.</summary>
internal static class RestartCommand
{
    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var options = new StartOptions();
        var command = new VerbCommand("restart", "Stop the server and start it with the same settings.", "restart", "restart --port 48011", "restart --with-cluster") { data };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var patience = TimeSpan.FromSeconds(parsed.GetValue(options.Timeout));
            var before = ServerSettings.Read(folder);
            if (folder.FindRunning() is { } running)
            {
                // Clients know the address it has now, whichever port was asked for.
                before = before with { Port = running.Address.Port };
                await new ServerStop(host).RunAsync(running, patience, force: false, cancellationToken).ConfigureAwait(false);
            }

            var settings = options.Read(parsed, before);
            DatabaseSchema.RefusePending(folder, parsed.GetValue(options.IgnoreMigrations));
            await options.StartClusterAsync(parsed, host, folder, cancellationToken).ConfigureAwait(false);
            var server = await new ServerStart(host, folder).RunAsync(settings, patience, cancellationToken).ConfigureAwait(false);
            await new StartReport(host.Terminal, folder).WriteAsync(server, isNew: true, parsed.GetValue(options.Json), settings.Port).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
