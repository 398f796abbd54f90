using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Covalent.Executors.Dask;
using Spectre.Console;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster status</c>: what runs and what it does.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var json = VerbCommand.JsonOption();
        var command = new Command("status", $"Tell what runs and what it does; exit code {ExitCodes.NotYet} when no cluster runs.") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var cluster = ClusterCommand.Demand(host, parsed.GetValue(data));
            var identity = await cluster.AskAsync(cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await host.Terminal.Out.WriteLineAsync(ToJson(cluster.Find()!, identity).ToJsonString()).ConfigureAwait(false);
                return ExitCodes.Success;
            }

            await host.Terminal.Out.WriteLineAsync(
                $"Dask scheduler at {cluster.Find()!.Address} (process {cluster.Find()!.Scheduler.Id}): distributed {identity.Distributed}, Python {identity.Python}, {identity.Tasks} task(s)").ConfigureAwait(false);
            host.Terminal.Write(ToTable(identity));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Table ToTable(DaskIdentity identity)
    {
        var table = new Table().AddColumns("Worker", "Status", "Threads", "Tasks", "Memory limit", "Process", "Address");
        foreach (var worker in identity.Workers.OrderBy(worker => worker.Name, StringComparer.Ordinal))
        {
            string[] cells =
            [
                worker.Name, worker.Status, Number(worker.Threads), Number(worker.Processing),
                worker.MemoryLimit == 0 ? "none" : $"{Number(worker.MemoryLimit >> 20)} MiB", Number(worker.ProcessId), worker.Address,
            ];
            table.AddRow(cells.Select(Markup.Escape).ToArray());
        }

        return table;
    }

    private static JsonObject ToJson(LocalDaskState state, DaskIdentity identity) => new()
    {
        ["address"] = state.Address,
        ["pid"] = state.Scheduler.Id,
        ["distributed"] = identity.Distributed,
        ["python"] = identity.Python,
        ["tasks"] = identity.Tasks,
        ["workers"] = new JsonArray([.. identity.Workers.Select(worker => new JsonObject
        {
            ["name"] = worker.Name,
            ["address"] = worker.Address,
            ["status"] = worker.Status,
            ["threads"] = worker.Threads,
            ["tasks"] = worker.Processing,
            ["memoryLimit"] = worker.MemoryLimit,
            ["pid"] = worker.ProcessId,
        })]),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
