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
        var command = new VerbCommand("restart", "Stop the server and start it with the same settings.", "restart", "restart --port 48011", "restart --cluster") { data };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var patience = TimeSpan.FromSeconds(parsed.GetValue(options.Timeout));
            var settings = options.Read(parsed, Before(folder));
            DatabaseSchema.RefusePending(host, folder, settings, parsed.GetValue(options.IgnoreMigrations));
            if (folder.FindRunning() is { } running)
            {
                await new ServerStop(host).RunAsync(running, patience, force: false, cancellationToken).ConfigureAwait(false);
            }

            return await StartCommand.StartAsync(host, folder, settings, new StartManner(InForeground: false, parsed.GetValue(options.Timeout), parsed.GetValue(options.Json)), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    // Clients know the address it has now, whichever port was asked for.
    private static ServerSettings Before(ServerFolder folder) => folder.FindRunning() is { } running
        ? ServerSettings.Read(folder) with { Port = running.Address.Port }
        : ServerSettings.Read(folder);
}
