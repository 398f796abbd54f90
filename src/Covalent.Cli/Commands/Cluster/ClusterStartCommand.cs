using System.CommandLine;
using Covalent.Executors.Dask;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster start</c>: starts scheduler and workers.</summary>
internal static class ClusterStartCommand
{
    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var json = VerbCommand.JsonOption();
        var workers = new Option<int?>("--workers") { Description = "Worker processes; default: dask.num_workers, or one per processor.", HelpName = "N" };
        var threads = new Option<int?>("--threads") { Description = "Tasks each worker runs at once; default: dask.threads_per_worker, or 1.", HelpName = "N" };
        var memory = new Option<string?>("--memory") { Description = "Memory of each worker: auto, 0 for no limit, or a size such as 2GB; default: dask.mem_per_worker, or auto.", HelpName = "SIZE" };
        var noNanny = new Option<bool>("--no-nanny") { Description = "Do not restart workers that die." };
        var port = new Option<int>("--port") { Description = "Port of the scheduler; 0 for any free one.", HelpName = "N" };
        var python = new Option<string>("--python") { Description = "Python that has distributed; default: looked for.", DefaultValueFactory = _ => "", HelpName = "PATH" };
        workers.Validators.Add(result => Between(result, result.GetValue(workers) ?? 1, "--workers", 1, 10_000));
        threads.Validators.Add(result => Between(result, result.GetValue(threads) ?? 1, "--threads", 1, 10_000));
        port.Validators.Add(result => Between(result, result.GetValue(port), "--port", 0, 65535));
        var command = new Command("start", "Start a scheduler and workers on this machine; what runs already is left alone.") { data, workers, threads, memory, noNanny, port, python, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configured = LocalDaskOptions.From(CovalentConfiguration.Load(host.Sources));
            var state = await ClusterCommand.Find(host, parsed.GetValue(data)).StartAsync(configured with
            {
                Workers = parsed.GetValue(workers) ?? configured.Workers,
                ThreadsPerWorker = parsed.GetValue(threads) ?? configured.ThreadsPerWorker,
                MemoryPerWorker = parsed.GetValue(memory) ?? configured.MemoryPerWorker,
                Nanny = !parsed.GetValue(noNanny),
                Port = parsed.GetValue(port),
                Python = parsed.GetRequiredValue(python),
            }, cancellationToken).ConfigureAwait(false);
            return await ClusterCommand.TellAsync(host, state, parsed.GetValue(json)).ConfigureAwait(false);
        });
        return command;
    }

    public static void Between(System.CommandLine.Parsing.SymbolResult result, int value, string name, int least, int most)
    {
        if (value < least || value > most)
        {
            result.AddError($"{name} must be between {least} and {most}.");
        }
    }
}
