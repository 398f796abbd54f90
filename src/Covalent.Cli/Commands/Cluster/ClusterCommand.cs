using System.CommandLine;
using Covalent.Executors.Dask;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster</c>: a Dask cluster on this machine.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandHost host) => new("cluster", "A Dask cluster on this machine, for executors without a scheduler_address.")
    {
        ClusterStartCommand.Create(host),
        ClusterStatusCommand.Create(host),
        ClusterScaleCommand.Create(host),
        ClusterRestartCommand.Create(host),
        ClusterLogsCommand.Create(host),
        ClusterStopCommand.Create(host),
    };

    public static Option<string?> DataOption() => new("--data") { Description = "Data folder the cluster belongs to, instead of the configured one.", HelpName = "DIR" };

    /// <summary>The cluster of a data folder.</summary>
    public static LocalDaskCluster Find(CommandHost host, string? folder) => LocalDaskCluster.Of(folder ?? host.Configuration().DataFolder, host.Clock);

    /// <summary>The cluster of a data folder, which somebody has started.</summary>
    /// <exception cref="CommandException">Nobody has.</exception>
    public static LocalDaskCluster Demand(CommandHost host, string? folder) => Find(host, folder) is var cluster && cluster.Find() is not null ? cluster
        : throw new CommandException(ExitCodes.NotYet, $"No Dask cluster runs for {folder ?? host.Configuration().DataFolder}. Start one with 'covalent cluster start'.");

    /// <summary>Tells how a cluster is reached.</summary>
    public static async Task<int> TellAsync(CommandHost host, LocalDaskState state, bool asJson)
    {
        await host.Terminal.Out.WriteLineAsync(asJson
            ? new System.Text.Json.Nodes.JsonObject { ["address"] = state.Address, ["workers"] = state.Workers.Count, ["python"] = state.Python }.ToJsonString()
            : $"Dask cluster at {state.Address}: {state.Workers.Count} worker(s) of {state.Options.ThreadsPerWorker} thread(s), through {state.Python}").ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
