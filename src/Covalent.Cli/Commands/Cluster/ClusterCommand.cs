using System.CommandLine;
using Covalent.Cli.Interaction;
using Covalent.Executors.Dask;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster</c>: a Dask cluster on this machine.</summary>
internal static class ClusterCommand
{
    public static Command Create(Terminal terminal, ConfigurationSources sources, TimeProvider clock)
    {
        var host = new ClusterHost(terminal, sources, clock);
        return new Command("cluster", "A Dask cluster on this machine, for executors without a scheduler_address.")
        {
            ClusterStartCommand.Create(host),
            ClusterStatusCommand.Create(host),
            ClusterScaleCommand.Create(host),
            ClusterRestartCommand.Create(host),
            ClusterLogsCommand.Create(host),
            ClusterStopCommand.Create(host),
        };
    }
}

/// <summary>What the verbs of this folder share.</summary>
internal sealed record ClusterHost(Terminal Terminal, ConfigurationSources Sources, TimeProvider Clock)
{
    public static Option<string?> DataOption() => new("--data") { Description = "Data folder the cluster belongs to, instead of the configured one.", HelpName = "DIR" };

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON for programs." };

    /// <summary>The cluster of a data folder.</summary>
    public LocalDaskCluster Find(string? folder) => LocalDaskCluster.Of(folder ?? CovalentConfiguration.Load(Sources).DataFolder, Clock);

    /// <summary>Tells how a cluster is reached.</summary>
    public async Task<int> TellAsync(LocalDaskState state, bool asJson)
    {
        await Terminal.Out.WriteLineAsync(asJson
            ? new System.Text.Json.Nodes.JsonObject { ["address"] = state.Address, ["workers"] = state.Workers.Count, ["python"] = state.Python }.ToJsonString()
            : $"Dask cluster at {state.Address}: {state.Workers.Count} worker(s) of {state.Options.ThreadsPerWorker} thread(s), through {state.Python}").ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
