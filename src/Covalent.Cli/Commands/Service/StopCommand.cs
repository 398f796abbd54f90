using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent stop</c>: the server of a data folder; what runs goes on at the next start.</summary>
internal static class StopCommand
{
    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var timeout = StartOptions.TimeoutOption("Seconds to wait until it has stopped");
        var force = new Option<bool>("--force") { Description = "Kill it when it has not stopped by then." };
        var command = new VerbCommand("stop", "Stop the server and the Dask cluster started with it; dispatches that run go on at the next start.", "stop", "stop --data ./lab --timeout 5 --force") { data, timeout, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var server = folder.FindRunning();
            if (server is null)
            {
                await host.Terminal.Error.WriteLineAsync($"No server runs on {folder.Path}.").ConfigureAwait(false);
            }
            else
            {
                await new ServerStop(host).RunAsync(server, TimeSpan.FromSeconds(parsed.GetValue(timeout)), parsed.GetValue(force), cancellationToken).ConfigureAwait(false);
                await host.Terminal.Out.WriteLineAsync($"Stopped the server on {server.Address.ToString().TrimEnd('/')} (process {server.Process.Id}).").ConfigureAwait(false);
            }

            await new ServerCluster(host, folder).StopAsync(host.Terminal.Out, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
