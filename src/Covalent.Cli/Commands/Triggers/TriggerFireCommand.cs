using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Triggers;

/// <summary><c>covalent triggers fire</c>: fires a trigger by hand.</summary>
internal static class TriggerFireCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = TriggerServer.IdArgument();
        var occasion = new Option<string?>("--occasion") { Description = "Names what happened: the same occasion fires once. Without it each call is a new one.", HelpName = "KEY" };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("fire", "Fire a trigger now, and print the id of the dispatch it starts.", "triggers fire 019a1c3d", "triggers fire 019a1c3d --occasion upload-17") { id, occasion, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseServerAsync(host, parsed, async connection =>
        {
            var triggers = connection.Client.Triggers;
            var trigger = await TriggerServer.FindAsync(triggers, parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var started = await triggers.FireAsync(trigger.TriggerId, parsed.GetValue(occasion), cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json)
                ? Json.WriteAsync(host.Terminal, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("dispatchId", started);
                    writer.WriteEndObject();
                })
                : host.Terminal.Out.WriteLineAsync(started)).ConfigureAwait(false);
            return ExitCodes.Success;
        }, cancellationToken));
        return command;
    }
}
