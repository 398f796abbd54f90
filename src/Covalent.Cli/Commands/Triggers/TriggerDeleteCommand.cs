using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers delete</c>: removes a trigger; what it started stays.</summary>
internal static class TriggerDeleteCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = TriggerServer.IdArgument();
        var command = new VerbCommand("delete", "Remove a trigger; the dispatches it started stay.", "triggers delete 019a1c3d") { id };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var triggers = connection.Client.Triggers;
            var trigger = await TriggerServer.FindAsync(triggers, parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            await triggers.RemoveAsync(trigger.TriggerId, cancellationToken).ConfigureAwait(false);
            await host.Terminal.Out.WriteLineAsync($"Deleted {trigger.TriggerId}; fired {trigger.Fired} × so far.").ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}
