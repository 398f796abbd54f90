using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent watch</c>: follows a dispatch to its end.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var json = VerbCommand.JsonOption();
        json.Description = "Print one JSON object for each event.";
        var command = new VerbCommand("watch", "Follow a dispatch until it ends.", "watch 019a1b2c", "watch 019a1b2c --json | jq -r .event") { id, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var dispatch = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var watch = new DispatchWatch(host, connection);
            var end = await watch.FollowAsync(dispatch, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            return await watch.ConcludeAsync(end).ConfigureAwait(false);
        }, cancellationToken));
        return command;
    }
}
