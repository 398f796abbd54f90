using System.CommandLine;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster scale</c>: more or fewer workers.</summary>
internal static class ClusterScaleCommand
{
    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var json = VerbCommand.JsonOption();
        var workers = new Argument<int>("N") { Description = "Workers wanted." };
        workers.Validators.Add(result => ClusterStartCommand.Between(result, result.GetValue(workers), "N", 0, 10_000));
        var command = new Command("scale", "Bring the number of workers to N: dead ones are replaced, surplus ones hand their results over and leave.") { workers, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = await ClusterCommand.Demand(host, parsed.GetValue(data)).ScaleAsync(parsed.GetValue(workers), cancellationToken).ConfigureAwait(false);
            return await ClusterCommand.TellAsync(host, state, parsed.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }
}
