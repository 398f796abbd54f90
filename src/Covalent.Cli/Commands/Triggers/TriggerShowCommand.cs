using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers show</c>: what a trigger waits for and what it did.</summary>
internal static class TriggerShowCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = TriggerServer.IdArgument();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("show", "Tell what a trigger waits for and what it did.", "triggers show 019a1c3d") { id, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var trigger = await TriggerServer.FindAsync(connection.Client.Triggers, parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            await TriggerReport.WriteAsync(host, trigger, parsed.GetValue(json)).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}
