using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent start</c>: a server for a data folder, in the background unless told otherwise.</summary>
internal static class StartCommand
{
    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var options = new StartOptions();
        var foreground = new Option<bool>("--foreground", "-f") { Description = "Run in this terminal, until Ctrl+C; for service managers and containers." };
        var command = new VerbCommand("start", "Start the server.", "start", "start --port 48010 --data ./lab", "start --foreground", "start --cluster") { data, foreground };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            await options.StartClusterAsync(parsed, host, folder, cancellationToken).ConfigureAwait(false);
            if (folder.FindRunning() is { } running)
            {
                await new StartReport(host.Terminal, folder).WriteAsync(running, isNew: false, parsed.GetValue(options.Json), asked: null).ConfigureAwait(false);
                return ExitCodes.Success;
            }

            var settings = options.Read(parsed);
            DatabaseSchema.RefusePending(folder, parsed.GetValue(options.IgnoreMigrations));
            var start = new ServerStart(host, folder);
            if (parsed.GetValue(foreground))
            {
                start.Prepare(settings);
                await settings.WriteAsync(folder, cancellationToken).ConfigureAwait(false);
                return await ForegroundProcess.BecomeAsync(ServerProgram.CommandLine(settings, folder), settings.Variables, cancellationToken).ConfigureAwait(false);
            }

            var record = await start.RunAsync(settings, TimeSpan.FromSeconds(parsed.GetValue(options.Timeout)), cancellationToken).ConfigureAwait(false);
            var asked = settings.Port ?? (int?)host.Configuration().GetInteger("dispatcher.port");
            await new StartReport(host.Terminal, folder).WriteAsync(record, isNew: true, parsed.GetValue(options.Json), asked).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
