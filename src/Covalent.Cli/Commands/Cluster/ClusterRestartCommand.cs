using System.CommandLine;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster restart</c>: stops all of it and starts it with the same settings.</summary>
internal static class ClusterRestartCommand
{
    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var json = VerbCommand.JsonOption();
        var command = new Command("restart", "Stop the cluster and start it with the same settings; tasks that run on it are run again.") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = await ClusterCommand.Demand(host, parsed.GetValue(data)).RestartAsync(cancellationToken).ConfigureAwait(false);
            return await ClusterCommand.TellAsync(host, state, parsed.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }
}
