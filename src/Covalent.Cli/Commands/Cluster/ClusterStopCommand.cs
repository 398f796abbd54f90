using System.CommandLine;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster stop</c>: ends scheduler and workers.</summary>
internal static class ClusterStopCommand
{
    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var command = new Command("stop", "End the cluster; tasks that run on it are stopped.") { data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var cluster = ClusterCommand.Find(host, parsed.GetValue(data));
            var ran = cluster.Find() is not null;
            await cluster.StopAsync(cancellationToken).ConfigureAwait(false);
            await host.Terminal.Error.WriteLineAsync(ran ? "The Dask cluster was stopped." : "No Dask cluster ran.").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
