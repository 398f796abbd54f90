using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers start</c> and <c>stop</c>: whether a trigger watches.</summary>
internal static class TriggerSwitchCommand
{
    public static Command Create(CommandHost host, bool isEnabled)
    {
        var verb = isEnabled ? "start" : "stop";
        var where = new DispatcherOptions();
        var id = TriggerServer.IdArgument();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand(
            verb,
            isEnabled ? "Let a stopped trigger watch again." : "Have a trigger stop watching; what happens meanwhile does not fire later.",
            $"triggers {verb} 019a1c3d")
        { id, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var triggers = connection.Client.Triggers;
            var trigger = await TriggerServer.FindAsync(triggers, parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var after = await triggers.EnableAsync(trigger.TriggerId, isEnabled, cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json)
                ? TriggerReport.WriteAsync(host, after, asJson: true)
                : host.Terminal.Out.WriteLineAsync($"{after.TriggerId} {(after.IsEnabled ? "watches" : "is stopped")}.")).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}
