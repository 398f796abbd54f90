using System.CommandLine;

namespace Covalent.Cli.Commands.Cluster;

/// <summary><c>covalent cluster logs</c>: the ends of the logs.</summary>
internal static class ClusterLogsCommand
{
    private const int DefaultLines = 20;

    public static Command Create(CommandHost host)
    {
        var data = ClusterCommand.DataOption();
        var name = new Argument<string?>("NAME") { Description = "scheduler, worker-1, …; default: all.", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the last lines of each.", DefaultValueFactory = static _ => DefaultLines, HelpName = "N" };
        lines.Validators.Add(result => ClusterStartCommand.Between(result, result.GetValue(lines), "--lines", 1, 1_000_000));
        var command = new Command("logs", "Print the ends of the scheduler's and the workers' logs.") { name, data, lines };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = parsed.GetValue(name);
            var logs = ClusterCommand.Find(host, parsed.GetValue(data)).Logs().Where(log => asked is null || log.Name == asked).ToList();
            if (logs.Count == 0)
            {
                await host.Terminal.Error.WriteLineAsync(asked is null ? "There are no logs: no Dask cluster was started for this data folder." : $"There is no log of '{asked}'.").ConfigureAwait(false);
                return ExitCodes.NotFound;
            }

            foreach (var (process, path) in logs)
            {
                await WriteAsync(host, process, path, parsed.GetValue(lines), cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task WriteAsync(CommandHost host, string process, string path, int lines, CancellationToken cancellationToken)
    {
        var last = new Queue<string>(lines);
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (last.Count == lines)
            {
                last.Dequeue();
            }

            last.Enqueue(line);
        }

        foreach (var line in last)
        {
            await host.Terminal.Out.WriteLineAsync($"{process}: {line}").ConfigureAwait(false);
        }
    }
}
