using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent logs</c>: the server's log.</summary>
internal static class LogsCommand
{
    private const int DefaultLines = 200;

    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the last lines, 0 for all.", DefaultValueFactory = static _ => DefaultLines, HelpName = "N" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written, until Ctrl+C." };
        var grep = new Option<string?>("--grep") { Description = "Only lines that contain this text, such as a dispatch id.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "The lines as the server wrote them: JSON with all fields." };
        lines.Between(0, int.MaxValue);
        var command = new VerbCommand("logs", "Print the server's log.", "logs", "logs --follow", "logs -n 0 --grep 019a1b2c", "logs --json | jq .message") { data, lines, follow, grep, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var file = new[] { folder.LogFile, folder.OutputFile }.FirstOrDefault(File.Exists)
                ?? throw new CommandException(ExitCodes.NotFound, $"There is no log in {folder.Logs}: no server was started on this data folder.");
            var tail = new LogTail(file, parsed.GetValue(grep));
            Func<string, string> show = parsed.GetValue(json) ? static line => line : line => LogLine.ToText(line, host.Clock);
            foreach (var line in tail.ReadLast(parsed.GetValue(lines)))
            {
                await host.Terminal.Out.WriteLineAsync(show(line)).ConfigureAwait(false);
            }

            if (parsed.GetValue(follow))
            {
                await FollowAsync(host, tail, show, cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task FollowAsync(CommandHost host, LogTail tail, Func<string, string> show, CancellationToken cancellationToken)
    {
        await host.Terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var line in tail.FollowAsync(host.Clock, cancellationToken).ConfigureAwait(false))
        {
            await host.Terminal.Out.WriteLineAsync(show(line)).ConfigureAwait(false);
            await host.Terminal.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
